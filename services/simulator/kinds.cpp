// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/kinds.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

// Must stand outside every namespace, and must be called at all: the linker drops the resources of a static library.
static void initialiseResources()
{
    Q_INIT_RESOURCE(simulator);
}

namespace simulator {

namespace {

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    const auto array = value.toArray();
    for (const auto &entry : array)
        list << entry.toString();
    return list;
}

core::Result<Kind> kindFrom(const QJsonObject &entry, const QJsonObject &file)
{
    Kind kind;
    kind.group = entry["group"_L1].toString();
    kind.kind = entry["kind"_L1].toString();
    kind.plural = entry["plural"_L1].toString();
    kind.singular = entry["singular"_L1].toString();
    kind.shortNames = strings(entry["short"_L1]);
    kind.categories = strings(entry["categories"_L1]);
    kind.versions = strings(entry["versions"_L1]);
    kind.verbs = strings(entry.contains("verbs"_L1) ? entry["verbs"_L1] : file["verbs"_L1]);
    kind.subresources = strings(entry["subresources"_L1]);
    kind.storedAs = entry["storedAs"_L1].toString();
    kind.namespaced = entry["namespaced"_L1].toBool();
    kind.custom = file["custom"_L1].toBool();
    kind.counted = entry["generation"_L1].toBool();
    const auto fields = entry["fields"_L1].toObject();
    for (auto field = fields.begin(); field != fields.end(); ++field)
        kind.fields.insert(field.key(), field.value().toString());
    if (kind.kind.isEmpty() || kind.plural.isEmpty() || kind.versions.isEmpty() || kind.verbs.isEmpty())
        return core::Error(core::Error::Kind::Malformed,
            u"A kind needs kind, plural, versions and verbs, and \"%1\" lacks one of them."_s.arg(kind.kind));
    return kind;
}

Kinds loaded()
{
    initialiseResources();
    QList<QByteArray> files;
    for (const auto &name : {"kubernetes"_L1, "flux"_L1, "azure"_L1}) {
        QFile file(u":/simulator/kinds/"_s + name + u".json"_s);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("The program was built without the kinds of the simulator");
        files << file.readAll();
    }
    auto kinds = Kinds::parsed(files);
    if (!kinds)
        qFatal("%s", qPrintable(kinds.error().summary()));
    return *std::move(kinds);
}

} // namespace

const Kinds &Kinds::shipped()
{
    static const Kinds kinds = loaded();
    return kinds;
}

core::Result<Kinds> Kinds::parsed(const QList<QByteArray> &files)
{
    Kinds kinds;
    for (const QByteArray &bytes : files) {
        QJsonParseError error;
        const auto file = QJsonDocument::fromJson(bytes, &error).object();
        if (error.error != QJsonParseError::NoError)
            return core::Error(
                core::Error::Kind::Malformed, u"A file of kinds is not JSON (at byte %1)."_s.arg(error.offset));
        const auto entries = file["kinds"_L1].toArray();
        for (const auto &entry : entries) {
            auto kind = kindFrom(entry.toObject(), file);
            if (!kind)
                return kind.error();
            kinds.m_kinds.append(*std::move(kind));
        }
    }
    return kinds;
}

QStringList Kinds::groups() const
{
    QStringList groups;
    for (const Kind &kind : m_kinds) {
        if (!groups.contains(kind.group))
            groups << kind.group;
    }
    return groups;
}

// As Kubernetes orders them: v2 before v1, then v1beta2, v1beta1, then alphas.
QStringList Kinds::versions(const QString &group) const
{
    QStringList versions;
    for (const Kind &kind : m_kinds) {
        for (const QString &version : kind.versions) {
            if (kind.group == group && !versions.contains(version))
                versions << version;
        }
    }
    const auto rank = [](const QString &version) {
        return version.contains("alpha"_L1) ? 2 : version.contains("beta"_L1) ? 1 : 0;
    };
    std::stable_sort(versions.begin(), versions.end(), [&rank](const QString &left, const QString &right) {
        return rank(left) != rank(right) ? rank(left) < rank(right) : left > right;
    });
    return versions;
}

const Kind *Kinds::served(const QString &group, const QString &version, const QString &plural) const
{
    const auto found = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const Kind &kind) {
        return kind.plural == plural && kind.group == group && kind.versions.contains(version);
    });
    return found == m_kinds.end() ? nullptr : &*found;
}

const Kind *Kinds::named(const QString &apiVersion, const QString &kind) const
{
    const auto slash = apiVersion.indexOf(u'/');
    const auto group = apiVersion.left(std::max(slash, qsizetype(0)));
    const auto version = apiVersion.mid(slash + 1);
    const auto found = std::find_if(m_kinds.begin(), m_kinds.end(), [&](const Kind &candidate) {
        return candidate.kind == kind && candidate.group == group && candidate.versions.contains(version);
    });
    return found == m_kinds.end() ? nullptr : &*found;
}

} // namespace simulator
