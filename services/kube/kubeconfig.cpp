// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/kubeconfig.h"

#include "services/core/file.h"
#include "services/core/yamldocument.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace kube {

namespace {

constexpr qint64 largestFile = 8 * 1024 * 1024; // as much as parseYaml takes

// A named entry of one of the three lists, and the file that it came from.
template<typename T>
struct Named {
    T entry;
    QString file;
};

// One file taken apart. Entries that make no sense are left out and said.
struct Parsed {
    QHash<QString, ClusterEntry> clusters = {};
    QHash<QString, UserEntry> users = {};
    QList<Context> contexts = {};
    QString currentContext = {};
    QList<core::Error> problems = {};
};

core::Error broken(const QString &file, int line, const QString &what)
{
    return core::Error(core::Error::Kind::Malformed, u"A kubeconfig has a mistake"_s,
        u"%1:%2: %3"_s.arg(file).arg(line).arg(what), u"mend the file; everything else in it is used"_s);
}

QString resolved(const QString &path, const QString &file)
{
    return path.isEmpty() ? path : QDir::cleanPath(QFileInfo(file).absoluteDir().absoluteFilePath(path));
}

// As strict as Go: decoding what is left of a broken authority would mean to believe someone else.
std::optional<QByteArray> decoded(const core::YamlNode &data)
{
    if (!data.isNull() && !data.isScalar())
        return {};
    QByteArray text = data.text().toUtf8();
    text.replace("\r", "").replace("\n", "");
    const auto result = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    if (!result || text.size() % 4 != 0)
        return {};
    return *result;
}

// Why an entry cannot be used, of what can be seen by its values alone. kubectl refuses the whole file for these.
QString mistakeIn(const core::YamlNode &entry, const QStringList &base64, const QStringList &booleans)
{
    for (const QString &key : base64) {
        if (!decoded(entry[key]))
            return u"%1 is not base64"_s.arg(key);
    }
    for (const QString &key : booleans) {
        if (!entry[key].isNull() && !entry[key].boolean())
            return u"%1 is neither true nor false"_s.arg(key);
    }
    return {};
}

QStringList textsOf(const core::YamlNode &list)
{
    QStringList texts;
    for (const core::YamlNode &each : list.items())
        texts.append(each.text());
    return texts;
}

ClusterEntry clusterOf(const core::YamlNode &node, const QString &file)
{
    return {.server = node[u"server"_s].text(),
        .authorityFile = resolved(node[u"certificate-authority"_s].text(), file),
        .authorityData = decoded(node[u"certificate-authority-data"_s]).value_or(QByteArray()),
        .insecure = node[u"insecure-skip-tls-verify"_s].boolean().value_or(false),
        .proxyUrl = node[u"proxy-url"_s].text(),
        .tlsServerName = node[u"tls-server-name"_s].text(),
        .uncompressed = node[u"disable-compression"_s].boolean().value_or(false),
        .problem = mistakeIn(
            node, {u"certificate-authority-data"_s}, {u"insecure-skip-tls-verify"_s, u"disable-compression"_s})};
}

// A command with a slash is a path from the file's folder, any other is looked for (client-go, loader.go).
std::optional<ExecPlugin> execOf(const core::YamlNode &node, const QString &file)
{
    if (!node.isMap())
        return {};
    const QString command = node[u"command"_s].text();
    ExecPlugin plugin{.command = command.contains(u'/') ? resolved(command, file) : command,
        .arguments = textsOf(node[u"args"_s]),
        .apiVersion = node[u"apiVersion"_s].text(),
        .interactiveMode = node[u"interactiveMode"_s].text()};
    for (const core::YamlNode &variable : node[u"env"_s].items())
        plugin.environment.insert(variable[u"name"_s].text(), variable[u"value"_s].text());
    return plugin;
}

Impersonation impersonationOf(const core::YamlNode &user)
{
    Impersonation as{user[u"as"_s].text(), user[u"as-uid"_s].text(), textsOf(user[u"as-groups"_s])};
    const core::YamlNode extra = user[u"as-user-extra"_s];
    for (const QString &key : extra.keys())
        as.extra.insert(key, textsOf(extra[key]));
    return as;
}

UserEntry userOf(const core::YamlNode &node, const QString &file)
{
    return {.certificateFile = resolved(node[u"client-certificate"_s].text(), file),
        .certificateData = decoded(node[u"client-certificate-data"_s]).value_or(QByteArray()),
        .keyFile = resolved(node[u"client-key"_s].text(), file),
        .keyData = core::Secret(decoded(node[u"client-key-data"_s]).value_or(QByteArray())),
        .token = core::Secret(node[u"token"_s].text().toUtf8()),
        .tokenFile = resolved(node[u"tokenFile"_s].text(), file),
        .name = node[u"username"_s].text(),
        .password = core::Secret(node[u"password"_s].text().toUtf8()),
        .exec = execOf(node[u"exec"_s], file),
        .authProvider = node[u"auth-provider"_s][u"name"_s].text(),
        .as = impersonationOf(node),
        .problem = mistakeIn(node, {u"client-certificate-data"_s, u"client-key-data"_s}, {})};
}

// The entries of a list by their names. kubectl refuses a whole file that has a name twice in one list.
core::Result<QList<std::pair<QString, core::YamlNode>>> entriesOf(
    const core::YamlNode &root, const QString &list, const QString &value, Parsed &parsed, const QString &file)
{
    QList<std::pair<QString, core::YamlNode>> entries;
    QStringList names;
    const core::YamlNode node = root[list];
    if (!node.isNull() && !node.isSequence())
        parsed.problems.append(broken(file, node.line(), u"%1 is not a list"_s.arg(list)));
    for (const core::YamlNode &item : node.items()) {
        const QString name = item[u"name"_s].text();
        if (!item.isMap() || name.isEmpty()) {
            parsed.problems.append(broken(file, item.line(), u"an entry of %1 has no name"_s.arg(list)));
            continue;
        }
        if (names.contains(name))
            return core::Error(core::Error::Kind::Malformed, u"A kubeconfig is left out"_s,
                u"%1:%2: duplicate name \"%3\" in list %4"_s.arg(file).arg(item.line()).arg(name, list),
                u"give each entry a name of its own; kubectl refuses this file too"_s);
        names.append(name);
        entries.append({name, item[value]});
    }
    return entries;
}

core::Result<Parsed> parsed(const KubeconfigFile &file)
{
    const auto root = core::parseYaml(file.bytes, file.name);
    if (!root)
        return root.error();
    Parsed result;
    if (root->isNull())
        return result; // kubectl takes an empty file for one without entries
    if (!root->isMap())
        return core::Error(core::Error::Kind::Malformed, u"A kubeconfig is left out"_s,
            u"%1:%2: it is not a map of clusters, users and contexts"_s.arg(file.name).arg(root->line()),
            u"name a kubeconfig"_s);
    const auto clusters = entriesOf(*root, u"clusters"_s, u"cluster"_s, result, file.name);
    if (!clusters)
        return clusters.error();
    const auto users = entriesOf(*root, u"users"_s, u"user"_s, result, file.name);
    if (!users)
        return users.error();
    const auto contexts = entriesOf(*root, u"contexts"_s, u"context"_s, result, file.name);
    if (!contexts)
        return contexts.error();
    // A broken one keeps its name: left out, it would make room for the one of another file.
    for (const auto &[name, node] : *clusters) {
        const ClusterEntry entry = *result.clusters.insert(name, clusterOf(node, file.name));
        if (!entry.problem.isEmpty())
            result.problems.append(broken(file.name, node.line(), u"cluster \"%1\": %2"_s.arg(name, entry.problem)));
    }
    for (const auto &[name, node] : *users) {
        const UserEntry entry = *result.users.insert(name, userOf(node, file.name));
        if (!entry.problem.isEmpty())
            result.problems.append(broken(file.name, node.line(), u"user \"%1\": %2"_s.arg(name, entry.problem)));
    }
    for (const auto &[name, node] : *contexts)
        result.contexts.append(
            {name, file.name, node[u"cluster"_s].text(), node[u"user"_s].text(), node[u"namespace"_s].text()});
    result.currentContext = (*root)[u"current-context"_s].text();
    return result;
}

// The words are kubectl's where it has some, so that they can be searched for.
QString problemOf(const Context &context, bool hasCluster, bool hasUser)
{
    if (context.clusterName.isEmpty())
        return u"the context names no cluster"_s;
    if (!hasCluster)
        return u"cluster \"%1\" does not exist"_s.arg(context.clusterName);
    if (!context.userName.isEmpty() && !hasUser)
        return u"user \"%1\" does not exist"_s.arg(context.userName);
    if (!context.cluster.problem.isEmpty())
        return u"cluster \"%1\": %2"_s.arg(context.clusterName, context.cluster.problem);
    if (!context.user.problem.isEmpty())
        return u"user \"%1\": %2"_s.arg(context.userName, context.user.problem);
    if (context.cluster.server.isEmpty())
        return u"cluster \"%1\" has no server"_s.arg(context.clusterName);
    const QUrl server(context.cluster.server, QUrl::StrictMode);
    if (!server.isValid() || server.host().isEmpty() || (server.scheme() != u"https" && server.scheme() != u"http"))
        return u"the server of cluster \"%1\" is not an http or https address"_s.arg(context.clusterName);
    const Impersonation &as = context.user.as;
    if (as.user.isEmpty() && (!as.uid.isEmpty() || !as.groups.isEmpty() || !as.extra.isEmpty()))
        return u"requesting uid, groups or user-extra for %1 without impersonating a user"_s.arg(context.userName);
    const QString scheme = QUrl(context.cluster.proxyUrl).scheme();
    if (!context.cluster.proxyUrl.isEmpty() && scheme != u"http" && scheme != u"https" && scheme != u"socks5")
        return u"invalid 'proxy-url' \"%1\" for cluster \"%2\": unsupported scheme \"%3\", must be http, https, or socks5"_s
            .arg(context.cluster.proxyForDisplay(), context.clusterName, scheme);
    return {};
}

// What the merge has so far, by name.
class Merge {
public:
    void add(const Parsed &file, const QString &name)
    {
        for (auto each = file.clusters.cbegin(); each != file.clusters.cend(); ++each) {
            if (!m_clusters.contains(each.key()))
                m_clusters.insert(each.key(), {each.value(), name});
        }
        for (auto each = file.users.cbegin(); each != file.users.cend(); ++each) {
            if (!m_users.contains(each.key()))
                m_users.insert(each.key(), {each.value(), name});
        }
        for (Context context : file.contexts) {
            if (m_names.contains(context.name))
                continue;
            m_names.append(context.name);
            noteShadow(context, u"cluster"_s, context.clusterName, file.clusters.contains(context.clusterName),
                m_clusters.value(context.clusterName).file);
            noteShadow(context, u"user"_s, context.userName, file.users.contains(context.userName),
                m_users.value(context.userName).file);
            m_contexts.append(context);
        }
    }

    // Only at the end: a context may lead to an entry of a later file.
    QList<Context> finish()
    {
        for (Context &context : m_contexts) {
            context.cluster = m_clusters.value(context.clusterName).entry;
            context.user = m_users.value(context.userName).entry;
            context.problem =
                problemOf(context, m_clusters.contains(context.clusterName), m_users.contains(context.userName));
        }
        return m_contexts;
    }

private:
    static void noteShadow(
        Context &context, const QString &what, const QString &name, bool inItsFile, const QString &usedFrom)
    {
        if (inItsFile && usedFrom != context.file)
            context.notes.append(u"%1 \"%2\" of %3 is shadowed by %4"_s.arg(what, name, context.file, usedFrom));
    }

    QHash<QString, Named<ClusterEntry>> m_clusters;
    QHash<QString, Named<UserEntry>> m_users;
    QStringList m_names;
    QList<Context> m_contexts;
};

} // namespace

QString ClusterEntry::proxyForDisplay() const
{
    QUrl url(proxyUrl);
    if (!url.password().isEmpty())
        url.setPassword(u"••••"_s);
    return url.toString();
}

Kubeconfig mergeKubeconfigs(const QList<KubeconfigFile> &files)
{
    Kubeconfig config;
    Merge merge;
    for (const KubeconfigFile &file : files) {
        const auto content = parsed(file);
        if (!content) {
            config.problems.append(content.error());
            continue;
        }
        config.files.append(file.name);
        config.problems += content->problems;
        if (config.currentContext.isEmpty())
            config.currentContext = content->currentContext;
        merge.add(*content, file.name);
    }
    config.contexts = merge.finish();
    return config;
}

QStringList kubeconfigFiles(const QString &explicitFile)
{
    if (!explicitFile.isEmpty())
        return {explicitFile};
    if (qEnvironmentVariableIsEmpty("KUBECONFIG"))
        return {QDir::home().filePath(u".kube/config"_s)};
    QStringList listed = qEnvironmentVariable("KUBECONFIG").split(QDir::listSeparator(), Qt::SkipEmptyParts);
    listed.removeDuplicates();
    return listed;
}

Kubeconfig readKubeconfig(const QString &explicitFile)
{
    QList<KubeconfigFile> files;
    QList<core::Error> unread;
    for (const QString &name : kubeconfigFiles(explicitFile)) {
        const auto bytes = core::readFile(name, largestFile);
        if (bytes)
            files.append({name, *bytes});
        else if (!explicitFile.isEmpty() || bytes.error().kind() != core::Error::Kind::NotFound)
            unread.append(bytes.error());
    }
    Kubeconfig config = mergeKubeconfigs(files);
    config.problems = unread + config.problems;
    return config;
}

} // namespace kube
