// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testbed.h"

#include <QFile>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {
const QString script = QStringLiteral(SUPPORT "/../cluster/testbed");

std::optional<QByteArray> output(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool done = process.waitForFinished(180'000) && process.exitCode() == 0;
    return done ? std::optional(process.readAllStandardOutput()) : std::nullopt;
}

QString binary(const QString &name)
{
    return QString::fromUtf8(output(script, {u"path"_s, name}).value_or(QByteArray()).trimmed());
}
}

QString Testbed::absence()
{
    const QString server = binary(u"kube-apiserver"_s);
    if (!server.isEmpty() && QFile::exists(server))
        return {};
    return u"the testbed is not built: tests/cluster/testbed build (needs go, 13 to 28 minutes, once)"_s;
}

bool Testbed::isExcused()
{
    return QStandardPaths::findExecutable(u"go"_s).isEmpty();
}

Testbed::~Testbed()
{
    if (m_running)
        run({u"down"_s});
}

bool Testbed::up(const QStringList &arguments)
{
    // Ports are chosen and then used, so that another program may come between: once more (its README).
    for (int attempt = 0; attempt < 2 && !m_running; ++attempt) {
        const auto said = run(QStringList{u"up"_s} + arguments);
        if (!said)
            run({u"down"_s});
        else
            m_info = QJsonDocument::fromJson(*said);
        m_running = said.has_value();
    }
    return m_running;
}

std::optional<QByteArray> Testbed::run(const QStringList &arguments) const
{
    return output(script, arguments + QStringList{u"--dir"_s, m_folder.filePath(u"bed"_s)});
}

QString Testbed::kubeconfig(const QString &user) const
{
    return m_info["kubeconfigs"_L1][user].toString();
}

std::optional<QByteArray> Testbed::kubectl(const QStringList &arguments, const QByteArray &input) const
{
    return output(binary(u"kubectl"_s), QStringList{u"--kubeconfig"_s, kubeconfig()} + arguments, input);
}
