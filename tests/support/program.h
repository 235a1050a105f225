// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

// The built program, run as a user runs it: no display, a home of its own.
class Program {
public:
    struct Ended {
        int status = -1;
        QByteArray out;
        QByteArray err;
    };

    explicit Program(const QString &home)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "KUBECONFIG", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR"})
            environment.remove(QString::fromLatin1(name));
        environment.insert(QStringLiteral("HOME"), home);
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home + QStringLiteral("/.config"));
        m_process.setProcessEnvironment(environment);
    }

    void set(const QString &name, const QString &value)
    {
        QProcessEnvironment environment = m_process.processEnvironment();
        environment.insert(name, value);
        m_process.setProcessEnvironment(environment);
    }

    Ended run(const QStringList &arguments)
    {
        m_process.start(QStringLiteral(FLUXGATE), arguments);
        m_process.waitForFinished(60'000);
        return {m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1,
            m_process.readAllStandardOutput(), m_process.readAllStandardError()};
    }

    QProcess &process() { return m_process; }

private:
    QProcess m_process;
};
