// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/async.h"
#include "services/kube/kubeconfig.h"
#include "services/kube/resourcestore.h"

namespace app {

// The contexts of the user's kubeconfigs as objects in a store. Reading contacts no cluster.
class Contexts : public QObject {
    Q_OBJECT

public:
    // file: instead of KUBECONFIG or ~/.kube/config; empty for those.
    explicit Contexts(QString file, QObject *parent = nullptr);

    const kube::ResourceStore &store() const { return m_store; }
    // Whether the files have been looked at once; until then nothing is known, which is not the same as none.
    bool isRead() const { return m_read; }
    const kube::Kubeconfig &config() const { return m_config; }
    int count() const { return int(m_config.contexts.size()); }
    // What could not be read or makes no sense; the rest is there all the same.
    const QList<core::Error> &problems() const { return m_config.problems; }
    // The files that are asked, in words.
    QString places() const;
    // "3 contexts in 2 files"
    QString summary() const;

    // For commands, which have nothing else to do meanwhile.
    void readNow();
    // As on a machine without kubeconfigs, for pictures.
    void readNothing();

public Q_SLOTS:
    // Reads again on a worker thread, because a home folder may be far away; changed() says when it is done.
    void reload();
    // From now on this file.
    void open(const QString &file);

Q_SIGNALS:
    void changed();

private:
    core::Async<kube::Kubeconfig> read();
    void take(kube::Kubeconfig config);

    QString m_file;
    kube::Kubeconfig m_config;
    bool m_read = false;
    kube::ResourceStore m_store;
    core::TaskScope m_tasks; // last: what it runs uses the others
};

} // namespace app
