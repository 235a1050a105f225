// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

// A real kube-apiserver with the real Flux controllers, as processes of this test program (tests/cluster/README.md). It
// is gone with this object.
class Testbed {
public:
    // Why it cannot be used here; empty when it can. Where there is a Go compiler it must be usable.
    static QString absence();
    static bool isExcused(); // no Go here: the test may skip

    Testbed() = default;
    Q_DISABLE_COPY_MOVE(Testbed)
    ~Testbed();

    // Takes 8 to 30 s. More arguments as `testbed up` has them.
    bool up(const QStringList &arguments = {});
    // The words of one run of the script; nothing when it failed.
    std::optional<QByteArray> run(const QStringList &arguments) const;

    // What `up` has printed.
    QJsonObject info() const { return m_info.object(); }
    // "admin", "readonly" or "namespaceOnly": a file.
    QString kubeconfig(const QString &user = QStringLiteral("admin")) const;
    // The output of kubectl as admin; nothing when it failed. input is given to its standard input.
    std::optional<QByteArray> kubectl(const QStringList &arguments, const QByteArray &input = {}) const;

private:
    QTemporaryDir m_folder;
    QJsonDocument m_info;
    bool m_running = false;
};
