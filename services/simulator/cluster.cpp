// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/cluster.h"

#include "services/simulator/status.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

// What apiserver keeps whatever a write says.
QJsonObject without(QJsonObject object, std::initializer_list<QLatin1StringView> names)
{
    for (const auto &name : names)
        object.remove(name);
    return object;
}

// metadata.generation counts what a controller has to act on: everything but metadata and a status of its own.
bool asksForWork(const Kind &kind, const QJsonObject &before, const QJsonObject &after)
{
    const bool ownStatus = !kind.custom || kind.subresources.contains(u"status"_s);
    const auto asked = [ownStatus](const QJsonObject &object) {
        auto rest = without(object, {"apiVersion"_L1, "kind"_L1, "metadata"_L1});
        return ownStatus ? without(rest, {"status"_L1}) : rest;
    };
    return asked(before) != asked(after);
}

bool hasFinalizers(const QJsonObject &metadata)
{
    return !metadata["finalizers"_L1].toArray().isEmpty();
}

// The five letters that complete a generateName: without vowels, so that they spell nothing.
QString suffix()
{
    constexpr QLatin1StringView letters = "bcdfghjklmnpqrstvwxz2456789"_L1;
    QString text;
    for (int i = 0; i < 5; ++i)
        text += letters[QRandomGenerator::global()->bounded(int(letters.size()))];
    return text;
}

Status unnamed(const Kind &kind)
{
    const auto words = u"Required value: name or generateName is required"_s;
    const QJsonObject cause{
        {u"reason"_s, u"FieldValueRequired"_s}, {u"message"_s, words}, {u"field"_s, u"metadata.name"_s}};
    QJsonObject details{{u"kind"_s, kind.kind}, {u"causes"_s, QJsonArray{cause}}};
    if (!kind.group.isEmpty())
        details[u"group"_s] = kind.group;
    const auto subject = kind.group.isEmpty() ? kind.kind : kind.kind + u'.' + kind.group;
    return Status(422, u"Invalid"_s, u"%1 \"\" is invalid: metadata.name: %2"_s.arg(subject, words), details);
}

} // namespace

QString Cluster::Draft::space() const
{
    return metadata["namespace"_L1].toString();
}

QString Cluster::Draft::name() const
{
    return metadata["name"_L1].toString();
}

QByteArray Cluster::Draft::key() const
{
    return kind->namespaced ? space().toUtf8() + '/' + name().toUtf8() : name().toUtf8();
}

// Holds the lock for the write, and tells of it once that is free again.
template<typename Write>
auto Cluster::writing(Write write)
{
    QMutexLocker lock(&m_mutex);
    const auto before = m_version;
    auto result = write();
    const bool news = m_version != before;
    lock.unlock();
    if (news)
        Q_EMIT changed();
    return result;
}

Cluster::Cluster(QString name, Today today, const Kinds &kinds, std::size_t remembered)
    : m_name(std::move(name))
    , m_kinds(kinds)
    , m_today(std::move(today))
    , m_remembered(remembered)
{
    for (const auto &space : {u"kube-system"_s, u"kube-public"_s, u"kube-node-lease"_s, u"default"_s}) {
        const QJsonObject metadata{
            {u"name"_s, space}, {u"labels"_s, QJsonObject{{u"kubernetes.io/metadata.name"_s, space}}}};
        [[maybe_unused]] const auto made = create({{u"apiVersion"_s, u"v1"_s}, {u"kind"_s, u"Namespace"_s},
            {u"metadata"_s, metadata}, {u"spec"_s, QJsonObject{{u"finalizers"_s, QJsonArray{u"kubernetes"_s}}}},
            {u"status"_s, QJsonObject{{u"phase"_s, u"Active"_s}}}});
    }
}

qint64 Cluster::version() const
{
    const QMutexLocker lock(&m_mutex);
    return m_version;
}

core::Result<QJsonObject> Cluster::create(const QJsonObject &object)
{
    return writing([&]() -> core::Result<QJsonObject> {
        auto draft = drafted(object);
        return draft ? insert(*std::move(draft)) : draft.error();
    });
}

core::Result<QJsonObject> Cluster::replace(const QJsonObject &object)
{
    return writing([&]() -> core::Result<QJsonObject> {
        auto draft = drafted(object);
        if (!draft)
            return draft.error();
        const auto before = at(*draft->kind, draft->key());
        return before ? update(*std::move(draft), before) : Status::notFound(*draft->kind, draft->name()).error();
    });
}

core::Result<QJsonObject> Cluster::upsert(const QJsonObject &object)
{
    return writing([&]() -> core::Result<QJsonObject> {
        auto draft = drafted(object);
        if (!draft)
            return draft.error();
        const auto before = at(*draft->kind, draft->key());
        return before ? update(*std::move(draft), before) : insert(*std::move(draft));
    });
}

core::Result<> Cluster::remove(
    const QString &apiVersion, const QString &kind, const QString &space, const QString &name)
{
    return writing([&]() -> core::Result<> {
        const auto *known = m_kinds.named(apiVersion, kind);
        if (!known)
            return Status::noSuchResource().error();
        const auto doomed = at(*known, known->namespaced ? space.toUtf8() + '/' + name.toUtf8() : name.toUtf8());
        if (!doomed)
            return Status::notFound(*known, name).error();
        if (known->resource() == "namespaces"_L1) {
            for (auto &collection : m_collections) {
                std::vector<Stored> inside;
                for (const auto &[key, object] : collection) {
                    if (object->space == name)
                        inside.push_back(object);
                }
                for (const auto &object : inside)
                    erase(object);
            }
        }
        if (hasFinalizers(doomed->json["metadata"_L1].toObject()))
            mark(doomed);
        else
            erase(doomed);
        return {};
    });
}

core::Result<QJsonObject> Cluster::object(
    const QString &apiVersion, const QString &kind, const QString &space, const QString &name) const
{
    const auto *known = m_kinds.named(apiVersion, kind);
    if (!known)
        return Status::noSuchResource().error();
    const auto found = find(*known, space, name);
    if (!found)
        return Status::notFound(*known, name).error();
    if (!known->storedAs.isEmpty())
        return newEventFrom(found->json);
    auto json = found->json;
    json[u"apiVersion"_s] = apiVersion;
    return json;
}

void Cluster::compact()
{
    const QMutexLocker lock(&m_mutex);
    m_history.clear();
    m_oldest = m_version;
}

Stored Cluster::find(const Kind &kind, const QString &space, const QString &name) const
{
    const QMutexLocker lock(&m_mutex);
    return at(kind, kind.namespaced ? space.toUtf8() + '/' + name.toUtf8() : name.toUtf8());
}

std::optional<Cluster::Snapshot> Cluster::snapshot(const Kind &kind, const QString &space, qint64 at) const
{
    const QMutexLocker lock(&m_mutex);
    if (at < 0)
        at = m_version;
    if (at < m_oldest || at > m_version)
        return {};
    const auto belongs = [&](const Object &object) { return space.isEmpty() || object.space == space; };
    const auto name = kind.collection();
    auto collection = m_collections.value(name);
    for (auto change = m_history.rbegin(); change != m_history.rend() && (*change)->version > at; ++change) {
        const auto &subject = (*change)->subject();
        if (subject.kind->collection() != name)
            continue;
        if ((*change)->before)
            collection[subject.key()] = (*change)->before;
        else
            collection.erase(subject.key());
    }
    Snapshot snapshot{at, {}};
    for (const auto &[key, object] : collection) {
        if (belongs(*object))
            snapshot.objects.push_back(object);
    }
    return snapshot;
}

Cluster::Changes Cluster::changesAfter(qint64 version, std::size_t most) const
{
    const QMutexLocker lock(&m_mutex);
    Changes changes{m_version, m_oldest, {}};
    if (version < m_oldest)
        return changes;
    auto change = std::upper_bound(m_history.begin(), m_history.end(), version,
        [](qint64 wanted, const auto &candidate) { return wanted < candidate->version; });
    for (; change != m_history.end(); ++change) {
        if (changes.list.size() == most) {
            changes.version = changes.list.back()->version;
            break;
        }
        changes.list.push_back(*change);
    }
    return changes;
}

core::Result<Cluster::Draft> Cluster::drafted(const QJsonObject &object) const
{
    const auto apiVersion = object["apiVersion"_L1].toString();
    const auto *kind = m_kinds.named(apiVersion, object["kind"_L1].toString());
    if (!kind)
        return Status::noSuchResource().error();
    Draft draft{kind, object, object["metadata"_L1].toObject()};
    if (!kind->storedAs.isEmpty()) {
        draft.json = coreEventFrom(object);
        draft.kind = m_kinds.named(u"v1"_s, kind->kind);
    }
    draft.json[u"apiVersion"_s] = draft.kind->storedVersion();
    if (draft.name().isEmpty() && draft.metadata.contains("generateName"_L1))
        draft.metadata[u"name"_s] = QString(draft.metadata["generateName"_L1].toString() + suffix());
    if (draft.name().isEmpty())
        return unnamed(*kind).error();
    if (draft.name().contains(u'/') || draft.name().contains(u'%') || draft.space().contains(u'/'))
        return Status(422, u"Invalid"_s,
            u"%1 \"%2\" is invalid: metadata.name: Invalid value: \"%2\": may not contain '/'"_s.arg(
                kind->kind, draft.name()))
            .error();
    if (!kind->namespaced)
        draft.metadata.remove("namespace"_L1);
    else if (draft.space().isEmpty())
        draft.metadata[u"namespace"_s] = u"default"_s;
    return draft;
}

core::Result<QJsonObject> Cluster::insert(Draft draft)
{
    const Kind &kind = *draft.kind;
    if (at(kind, draft.key()))
        return Status::alreadyExists(kind, draft.name()).error();
    if (kind.namespaced) {
        const auto *spaces = m_kinds.named(u"v1"_s, u"Namespace"_s);
        if (spaces && !at(*spaces, draft.space().toUtf8()))
            return Status::notFound(*spaces, draft.space()).error();
    }
    draft.metadata.remove("deletionTimestamp"_L1);
    draft.metadata[u"uid"_s] = QUuid::createUuid().toString(QUuid::WithoutBraces);
    draft.metadata[u"creationTimestamp"_s] = today();
    if (kind.counted)
        draft.metadata[u"generation"_s] = 1;
    return store(kind, draft.json, draft.metadata, nullptr);
}

core::Result<QJsonObject> Cluster::update(Draft draft, const Stored &before)
{
    const Kind &kind = *draft.kind;
    const auto old = before->json["metadata"_L1].toObject();
    const auto seen = draft.metadata["resourceVersion"_L1].toString();
    if (!seen.isEmpty() && seen != old["resourceVersion"_L1].toString())
        return Status::modified(kind, draft.name()).error();
    for (const auto &kept : {"uid"_L1, "creationTimestamp"_L1, "generation"_L1, "deletionTimestamp"_L1,
             "deletionGracePeriodSeconds"_L1, "resourceVersion"_L1}) {
        draft.metadata.remove(kept);
        if (old.contains(kept))
            draft.metadata[kept] = old[kept];
    }
    if (draft.metadata.contains("deletionTimestamp"_L1) && !hasFinalizers(draft.metadata)) {
        erase(before);
        return before->json;
    }
    draft.json[u"metadata"_s] = draft.metadata;
    if (draft.json == before->json)
        return before->json;
    if (kind.counted && asksForWork(kind, before->json, draft.json))
        draft.metadata[u"generation"_s] = old["generation"_L1].toInteger() + 1;
    return store(kind, draft.json, draft.metadata, before);
}

QJsonObject Cluster::store(const Kind &kind, QJsonObject json, QJsonObject metadata, const Stored &before)
{
    metadata[u"resourceVersion"_s] = QString::number(++m_version);
    json[u"metadata"_s] = metadata;
    const auto after = std::make_shared<const Object>(kind, json);
    m_collections[kind.collection()][after->key()] = after;
    note(before, after);
    return json;
}

// As kube-apiserver does for what finalizers hold: the generation counts the wish to be gone.
void Cluster::mark(const Stored &doomed)
{
    auto metadata = doomed->json["metadata"_L1].toObject();
    if (metadata.contains("deletionTimestamp"_L1))
        return;
    metadata[u"deletionTimestamp"_s] = today();
    metadata[u"deletionGracePeriodSeconds"_s] = 0;
    if (doomed->kind->counted)
        metadata[u"generation"_s] = metadata["generation"_L1].toInteger() + 1;
    store(*doomed->kind, doomed->json, metadata, doomed);
}

void Cluster::erase(const Stored &gone)
{
    ++m_version;
    m_collections[gone->kind->collection()].erase(gone->key());
    note(gone, nullptr);
}

void Cluster::note(Stored before, Stored after)
{
    m_history.push_back(std::make_shared<const Change>(Change{m_version, std::move(before), std::move(after)}));
    while (m_history.size() > m_remembered) {
        m_oldest = m_history.front()->version;
        m_history.pop_front();
    }
}

Stored Cluster::at(const Kind &kind, const QByteArray &key) const
{
    const auto collection = m_collections.constFind(kind.collection());
    if (collection == m_collections.constEnd())
        return nullptr;
    const auto found = collection->find(key);
    return found == collection->end() ? nullptr : found->second;
}

QString Cluster::today() const
{
    return m_today().toUTC().toString(u"yyyy-MM-dd'T'HH:mm:ss'Z'"_s);
}

} // namespace simulator
