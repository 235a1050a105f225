// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/contexts.h"

#include "models/clusters.h"
#include "models/words.h"
#include "services/core/background.h"

#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace app {

Contexts::Contexts(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
}

QString Contexts::places() const
{
    const QStringList files = kube::kubeconfigFiles(m_file);
    return files.isEmpty() ? tr("KUBECONFIG, which names no file") : files.join(u", "_s);
}

QString Contexts::summary() const
{
    return tr("%1 in %2")
        .arg(models::counted(count(), tr("context"), tr("contexts")),
            models::counted(m_config.files.size(), tr("file"), tr("files")));
}

void Contexts::readNow()
{
    take(kube::readKubeconfig(m_file));
}

void Contexts::readNothing()
{
    take({});
}

void Contexts::reload()
{
    m_tasks.cancel(); // the latest wish counts
    m_tasks.run(read(), [this](const core::Result<kube::Kubeconfig> &config) {
        if (config)
            take(*config);
    });
}

void Contexts::open(const QString &file)
{
    m_file = file;
    reload();
}

core::Async<kube::Kubeconfig> Contexts::read()
{
    auto config = co_await core::background(QtConcurrent::run(kube::readKubeconfig, m_file));
    co_return config;
}

void Contexts::take(kube::Kubeconfig config)
{
    m_config = std::move(config);
    m_read = true;
    QList<core::Resource> objects;
    for (const kube::Context &context : std::as_const(m_config.contexts))
        objects.append(models::asResource(context));
    m_store.replace(objects);
    Q_EMIT changed();
}

} // namespace app
