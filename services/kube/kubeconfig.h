// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/core/secret.h"

#include <QMap>
#include <QStringList>

namespace kube {

// A program that a kubeconfig wants to be run for a credential. Nothing here runs it.
struct ExecPlugin {
    QString command;
    QStringList arguments = {};
    QString apiVersion = {};
    QMap<QString, QString> environment = {}; // on top of ours
    QString interactiveMode = {}; // "Never", "IfAvailable", "Always"
    bool operator==(const ExecPlugin &) const = default;
};

// As whom requests are made instead of as oneself. Leaving it out would give more rights than the file's author meant.
struct Impersonation {
    QString user = {};
    QString uid = {};
    QStringList groups = {};
    QMap<QString, QStringList> extra = {};
    bool operator==(const Impersonation &) const = default;
};

// Where a cluster is and how it is believed. Paths are absolute.
struct ClusterEntry {
    QString server;
    QString authorityFile = {};
    QByteArray authorityData = {}; // PEM
    bool insecure = false;
    QString proxyUrl = {}; // may hold a password: show it through proxyForDisplay()
    QString tlsServerName = {};
    bool uncompressed = false;
    QString problem = {}; // why it cannot be used

    QString proxyForDisplay() const;
    bool operator==(const ClusterEntry &) const = default;
};

// Who one is there. Paths are absolute.
struct UserEntry {
    QString certificateFile = {};
    QByteArray certificateData = {}; // PEM
    QString keyFile = {};
    core::Secret keyData = {}; // PEM
    core::Secret token = {};
    QString tokenFile = {};
    QString name = {}; // of HTTP basic authentication
    core::Secret password = {};
    std::optional<ExecPlugin> exec = {};
    QString authProvider = {};
    Impersonation as = {};
    QString problem = {}; // why it cannot be used
    bool operator==(const UserEntry &) const = default;
};

// One context with what it leads to.
struct Context {
    QString name;
    QString file; // as it was named
    QString clusterName;
    QString userName;
    QString space; // the default namespace; empty: "default"
    ClusterEntry cluster = {};
    UserEntry user = {};
    QString problem = {}; // why it cannot be used; empty when it can
    QStringList notes = {}; // what a reader of its file would not expect
    bool operator==(const Context &) const = default;
};

// All contexts of one or several files, merged as kubectl merges them: the first file that has a name wins with the whole
// entry (client-go tools/clientcmd/loader.go). A file or entry that makes no sense is a problem and costs only itself.
struct Kubeconfig {
    QList<Context> contexts = {}; // in the order of files and entries
    QString currentContext = {};
    QStringList files = {}; // that were read
    QList<core::Error> problems = {};
};

// The content of one file.
struct KubeconfigFile {
    QString name;
    QByteArray bytes;
};

// Pure: no file is opened. Relative paths are taken from the folder of the file that they stand in.
Kubeconfig mergeKubeconfigs(const QList<KubeconfigFile> &files);

// The files of KUBECONFIG, each once; ~/.kube/config only when it is unset or empty; an explicit file instead of both.
QStringList kubeconfigFiles(const QString &explicitFile);

// Reads and merges them. A file of a list that does not exist is passed over, an explicit one that does not is a problem.
// Blocks for as long as the disk does.
Kubeconfig readKubeconfig(const QString &explicitFile);

} // namespace kube
