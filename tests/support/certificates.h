// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/tlsidentity.h"

#include <QSslConfiguration>
#include <QTemporaryDir>

// An authority, a server and a few users, made by openssl for this run only.
class Certificates {
public:
    Certificates();

    QString file(const QString &name) const { return m_folder.filePath(name); }
    QByteArray content(const QString &name) const;
    bool isValid() const { return m_valid; }

    net::TlsIdentity trusting() const
    {
        return {{}, {}, net::Pem::content(content(QStringLiteral("ca.crt"))), net::TlsIdentity::Verify::Peer};
    }
    net::TlsIdentity user(const QString &name) const;
    static net::TlsIdentity reckless() { return {{}, {}, {}, net::TlsIdentity::Verify::Nothing}; }

    QSslConfiguration server(
        const QString &name = QStringLiteral("server")) const; // asks for a client certificate, takes none

private:
    bool make(const QStringList &arguments);
    bool issue(const QString &name, const QString &extensions, int days = 2);

    QTemporaryDir m_folder;
    bool m_valid = false;
};
