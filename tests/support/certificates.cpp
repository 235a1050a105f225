// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/certificates.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

using namespace Qt::StringLiterals;

Certificates::Certificates()
{
    const QStringList key{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s};
    m_valid = true;
    for (const auto &name : {u"ca"_s, u"otherca"_s})
        m_valid = m_valid
            && make(QStringList{u"req"_s, u"-x509"_s, u"-days"_s, u"2"_s, u"-subj"_s, u"/CN=test "_s + name,
                        u"-keyout"_s, file(name + u".key"_s), u"-out"_s, file(name + u".crt"_s)}
                + key);
    m_valid = m_valid && issue(u"server"_s, u"subjectAltName=IP:127.0.0.1,DNS:localhost"_s)
        && issue(u"elsewhere"_s, u"subjectAltName=DNS:elsewhere.example"_s);
    for (const auto &name : {u"alice"_s, u"bob"_s, u"carol"_s})
        m_valid = m_valid && issue(name, u"extendedKeyUsage=clientAuth"_s);
}

bool Certificates::issue(const QString &name, const QString &extensions, int days)
{
    QFile extra(file(name + u".ext"_s));
    if (!extra.open(QIODevice::WriteOnly) || extra.write(extensions.toUtf8()) < 0)
        return false;
    extra.close();
    return make({u"req"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s,
               u"-subj"_s, u"/CN="_s + name, u"-keyout"_s, file(name + u".key"_s), u"-out"_s, file(name + u".csr"_s)})
        && make({u"x509"_s, u"-req"_s, u"-in"_s, file(name + u".csr"_s), u"-CA"_s, file(u"ca.crt"_s), u"-CAkey"_s,
            file(u"ca.key"_s), u"-CAcreateserial"_s, u"-days"_s, QString::number(days), u"-extfile"_s,
            file(name + u".ext"_s), u"-out"_s, file(name + u".crt"_s)});
}

bool Certificates::make(const QStringList &arguments)
{
    QProcess openssl;
    openssl.start(u"openssl"_s, arguments);
    return openssl.waitForFinished(20'000) && openssl.exitCode() == 0;
}

QByteArray Certificates::content(const QString &name) const
{
    QFile source(file(name));
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

net::TlsIdentity Certificates::user(const QString &name) const
{
    return {net::Pem::content(content(name + u".crt"_s)), net::Pem::content(content(name + u".key"_s)),
        net::Pem::content(content(u"ca.crt"_s)), net::TlsIdentity::Verify::Peer};
}

QSslConfiguration Certificates::server(const QString &name) const
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(content(name + u".crt"_s)));
    tls.setPrivateKey(QSslKey(content(name + u".key"_s), QSsl::Ec));
    tls.setCaCertificates({QSslCertificate(content(u"ca.crt"_s))});
    tls.setPeerVerifyMode(QSslSocket::QueryPeer);
    return tls;
}
