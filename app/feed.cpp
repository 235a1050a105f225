// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feed.h"

#include "app/workspace.h"
#include "ui/pages/listtab.h"

#include <QRandomGenerator>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace app {

namespace {

// Without the object that all of them are about; and where there is little room, rather the message than the reason.
models::TableSpec eventsTable(const Workspace &workspace)
{
    for (models::ObjectPage page : workspace.pages()) {
        page.table.columns.removeIf([](const models::Column &column) { return column.kind == models::Kind::Name; });
        for (models::Column &column : page.table.columns)
            column.hideOrder = column.title == "Reason" ? 3 : column.hideOrder;
        if (page.table.id == u"events")
            return page.table;
    }
    return {};
}

// Kinds and namespaces of one inventory that are followed at once: each is a watch, and an API server allows a client
// some hundred on one connection.
constexpr size_t MostFollowed = 60;

QString groupOf(const core::Resource &object)
{
    const QString &version = object.key().apiVersion;
    return version.contains(u'/') ? version.section(u'/', 0, 0) : QString();
}

QString part(const QString &group, const QString &kind, const QString &space)
{
    return group + u'/' + kind + u'/' + space;
}

// A row for an object of which there is nothing else to show.
core::Resource standIn(const flux::InventoryEntry &entry, const QString &state, const QString &why)
{
    const QString id = u"inventory/"_s + part(entry.group, entry.kind, entry.space) + u'/' + entry.name;
    QJsonObject metadata{{u"name"_s, entry.name}, {u"uid"_s, id}};
    if (!entry.space.isEmpty())
        metadata.insert(u"namespace"_s, entry.space);
    return core::Resource(
        QJsonObject{{u"apiVersion"_s, entry.group.isEmpty() ? entry.version : entry.group + u'/' + entry.version},
            {u"kind"_s, entry.kind}, {u"metadata"_s, metadata},
            {u"fluxgate"_s, QJsonObject{{u"state"_s, state}, {u"why"_s, why}}}});
}

} // namespace

Feed::Feed(Workspace &workspace, const core::Resource &object, const models::TableSpec &table)
    : m_workspace(workspace)
    , m_id(table.id)
    , m_object(object)
    , m_table(table, table.id == u"inventory" ? m_joined : m_live)
{
}

ui::ListTab *Feed::makeTab(const ui::Theme &theme, const QString &name, const std::function<void()> &begin)
{
    m_tab = new ui::ListTab(theme, name, m_table);
    m_tab->setObjectName(m_id);
    setParent(m_tab);
    m_tab->setNotice({models::State::Reconciling, tr("Reading")});
    connect(m_tab, &ui::ListTab::firstShown, this, begin);
    return m_tab;
}

ui::ListTab *Feed::events(const ui::Theme &theme, Workspace &workspace, const core::Resource &object)
{
    auto *feed = new Feed(workspace, object, eventsTable(workspace));
    return feed->makeTab(theme, tr("Events of %1").arg(object.name()), [feed] { feed->beginEvents(); });
}

ui::ListTab *Feed::inventory(const ui::Theme &theme, Workspace &workspace, const core::Resource &object)
{
    auto *feed = new Feed(workspace, object, models::inventoryPage().table);
    connect(&feed->m_live, &kube::ResourceStore::changed, feed, &Feed::join);
    return feed->makeTab(theme, tr("Inventory of %1").arg(object.name()), [feed] { feed->beginInventory(); });
}

void Feed::showInventory(ui::ListTab *tab, const core::Resource &object)
{
    auto *feed = tab->findChild<Feed *>(QString(), Qt::FindDirectChildrenOnly);
    if (!feed)
        return;
    feed->m_object = object;
    if (feed->m_server && flux::inventoryOf(object) != feed->m_entries)
        feed->beginInventory();
}

// Whether the cluster can be asked; if not yet, the tab says so and this is tried again with the next news.
bool Feed::isReady()
{
    kube::Session *session = m_workspace.session(m_object.key().cluster);
    if (!session || !session->isDiscovered())
        return false;
    m_server = session->serverHandle();
    return true;
}

void Feed::follow(const QString &group, const QString &kind, const QString &space, const QString &fields)
{
    const kube::Session *session = m_workspace.session(m_object.key().cluster);
    const kube::ApiResource *resource = session ? session->catalog().ofKind(group, kind) : nullptr;
    const QString name = part(group, kind, space);
    if (!resource) {
        m_unknown.insert(name, tr("The API server does not offer %1").arg(kind));
        return;
    }
    if (m_reflectors.size() >= MostFollowed) {
        m_unknown.insert(name, tr("Not read: the inventory spans more than %1 kinds and namespaces").arg(MostFollowed));
        return;
    }
    kube::Collection collection = session->catalog().collection(*m_server, *resource, space);
    if (!fields.isEmpty()) {
        QUrlQuery query;
        query.addQueryItem(u"fieldSelector"_s, QString::fromLatin1(QUrl::toPercentEncoding(fields)));
        collection.url.setQuery(query);
    }
    m_reflectors.push_back(std::make_unique<kube::Reflector>(
        *m_server, m_workspace.clock(), collection, m_live, QRandomGenerator::global()->generate()));
    const kube::Reflector *reflector = m_reflectors.back().get();
    connect(reflector, &kube::Reflector::live, this, [this, name] {
        m_heard.insert(name);
        m_unknown.remove(name);
        m_tab->setNotice({models::State::None, tr("Nothing here")});
        join();
    });
    connect(reflector, &kube::Reflector::interrupted, this, [this, name](const core::Error &error) {
        m_unknown.insert(name, error.summary());
        m_tab->setNotice({models::State::Unreachable, error.summary(), error.help()});
        join();
    });
}

void Feed::beginEvents()
{
    if (!m_reflectors.empty())
        return;
    if (!isReady()) {
        connect(&m_workspace, &Workspace::changed, this, &Feed::beginEvents, Qt::UniqueConnection);
        return;
    }
    follow(QString(), u"Event"_s, m_object.space(),
        u"involvedObject.kind=%1,involvedObject.name=%2"_s.arg(m_object.key().kind, m_object.name()));
    if (m_reflectors.empty())
        m_tab->setNotice({models::State::Unknown, tr("The API server offers no events")});
}

// Kind by kind and namespace by namespace, so that no more is read than was applied there.
void Feed::beginInventory()
{
    if (!isReady()) {
        connect(&m_workspace, &Workspace::changed, this, &Feed::beginInventory, Qt::UniqueConnection);
        return;
    }
    disconnect(&m_workspace, &Workspace::changed, this, &Feed::beginInventory);
    m_entries = flux::inventoryOf(m_object);
    m_reflectors.clear();
    m_unknown.clear();
    m_heard.clear();
    QSet<QString> begun;
    for (const flux::InventoryEntry &entry : std::as_const(m_entries)) {
        const QString name = part(entry.group, entry.kind, entry.space);
        if (!begun.contains(name))
            follow(entry.group, entry.kind, entry.space, {});
        begun.insert(name);
    }
    if (m_entries.isEmpty())
        m_tab->setNotice({models::State::None, tr("Nothing has been applied yet"),
            tr("The inventory is written when %1 has been reconciled once.").arg(m_object.name())});
    join();
}

void Feed::join()
{
    if (m_entries.isEmpty() && m_joined.resources().isEmpty())
        return;
    QHash<QString, core::Resource> live;
    for (const core::Resource &each : m_live.resources())
        live.insert(part(groupOf(each), each.key().kind, each.space()) + u'/' + each.name(), each);
    QList<core::Resource> rows;
    for (const flux::InventoryEntry &entry : std::as_const(m_entries)) {
        const QString name = part(entry.group, entry.kind, entry.space);
        const auto found = live.constFind(name + u'/' + entry.name);
        if (found != live.cend())
            rows.append(*found);
        else if (m_unknown.contains(name))
            rows.append(standIn(entry, u"unknown"_s, m_unknown[name]));
        else if (m_heard.contains(name))
            rows.append(standIn(entry, u"missing"_s, tr("It is in the inventory and not in the cluster")));
        else
            rows.append(standIn(entry, u"reading"_s, tr("Reading")));
    }
    m_joined.replace(rows);
}

} // namespace app
