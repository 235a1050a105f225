// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/objectpage.h"

#include "models/facts.h"
#include "services/flux/revision.h"
#include "services/flux/status.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

static void initialiseTables()
{
    Q_INIT_RESOURCE(tables); // outside namespaces, and by hand because the library is static
}

using namespace Qt::StringLiterals;

namespace models {

namespace {

core::Error wrong(const QString &what)
{
    return core::Error(core::Error::Kind::Malformed, what);
}

core::Result<Kind> kindNamed(const QString &name)
{
    static const QHash<QString, Kind> kinds{{QString(), Kind::Text}, {u"text"_s, Kind::Text}, {u"name"_s, Kind::Name},
        {u"status"_s, Kind::Status}, {u"revision"_s, Kind::Revision}, {u"age"_s, Kind::Age}, {u"count"_s, Kind::Count},
        {u"code"_s, Kind::Code}};
    if (!kinds.contains(name))
        return wrong(u"%1 is no kind of column"_s.arg(name));
    return kinds[name];
}

std::function<Cell(const core::Resource &)> cellAt(const QString &path, Kind kind)
{
    return [at = core::Path(path), kind](const core::Resource &object) -> Cell {
        const QJsonValue value = object.at(at);
        if (kind == Kind::Age) {
            const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
            return time.isValid() ? Cell{.sortKey = -time.toMSecsSinceEpoch(), .detail = time} : Cell{.sortKey = 0};
        }
        if (kind == Kind::Revision)
            return {
                .text = flux::shortRevision(value.toString()), .sortKey = value.toString(), .hint = value.toString()};
        if (value.isDouble())
            return {.text = QString::number(value.toInteger()), .sortKey = value.toInteger()};
        return {.text = value.toString(), .sortKey = value.toString()};
    };
}

core::Result<Column> columnOf(const QJsonValue &json)
{
    const auto kind = kindNamed(json["kind"_L1].toString());
    if (!kind)
        return kind.error();
    Column column{json["title"_L1].toString().toUtf8(), *kind, json["sample"_L1].toString().toUtf8(), {},
        json["hide"_L1].toInt(), json["extra"_L1].toBool()};
    const QString fact = json["fact"_L1].toString();
    if (fact.isEmpty() == json["path"_L1].toString().isEmpty())
        return wrong(u"column %1 needs either a fact or a path"_s.arg(json["title"_L1].toString()));
    column.cell = fact.isEmpty() ? cellAt(json["path"_L1].toString(), *kind) : factNamed(fact);
    if (!column.cell)
        return wrong(u"%1 is no fact"_s.arg(fact));
    return column;
}

core::Result<QList<Column>> columnsOf(const QJsonValue &json)
{
    QList<Column> columns;
    for (const auto &each : json.toArray()) {
        const auto column = columnOf(each);
        if (!column)
            return column.error();
        columns.append(*column);
    }
    return columns;
}

struct Section {
    QByteArray title;
    QList<Column> properties;
};

QString word(const char *text)
{
    return QCoreApplication::translate("overview", text);
}

// In which direction a condition is good news (contracts/flux.md 1.4).
State stateOf(const flux::Condition &condition)
{
    static const QStringList good{u"Ready"_s, u"Healthy"_s, u"ArtifactInStorage"_s, u"SourceVerified"_s, u"Released"_s,
        u"TestSuccess"_s, u"Available"_s, u"Established"_s, u"NamesAccepted"_s};
    static const QHash<QString, State> bad{{u"Stalled"_s, State::Stalled}, {u"Reconciling"_s, State::Reconciling},
        {u"ArtifactOutdated"_s, State::Pending}, {u"FetchFailed"_s, State::Failed},
        {u"StorageOperationFailed"_s, State::Failed}, {u"IncludeUnavailable"_s, State::Failed},
        {u"BuildFailed"_s, State::Failed}, {u"Remediated"_s, State::Failed}, {u"Drifted"_s, State::Drifted}};
    const bool yes = condition.status == u"True";
    if (!yes && condition.status != u"False")
        return State::Unknown;
    if (good.contains(condition.type))
        return yes ? State::Ready : State::Failed;
    return yes ? bad.value(condition.type) : State::None;
}

// Ready is what one asks first; the others as the object has them.
QList<Overview::Condition> conditionsIn(const core::Resource &object)
{
    QList<Overview::Condition> conditions;
    for (const flux::Condition &each : flux::conditionsOf(object)) {
        const Overview::Condition shown{stateOf(each), each.type, each.status, each.reason, each.message, each.since};
        conditions.insert(each.type == u"Ready" ? 0 : conditions.size(), shown);
    }
    return conditions;
}

// Name first, then where it lives: that is how a person asks for it.
Overview overviewOf(const core::Resource &object, const QList<Column> &columns, const QList<Section> &sections)
{
    const auto cellOf = [&](Kind kind) {
        const auto found =
            std::find_if(columns.begin(), columns.end(), [kind](const Column &column) { return column.kind == kind; });
        return found == columns.end() ? Cell() : found->cell(object);
    };
    const Cell state = object.problem().isEmpty() ? cellOf(Kind::Status) : Cell{.state = State::Unknown};
    QStringList where{object.key().kind};
    if (!object.space().isEmpty())
        where.first() = word("%1 in %2").arg(object.key().kind, object.space());
    if (!object.key().cluster.isEmpty())
        where.append(object.key().cluster);
    const QString name = object.problem().isEmpty() ? cellOf(Kind::Name).text : object.name();
    Overview about{name, where.join(u" · "_s), state.state};
    about.stateWord = state.text;
    if (!object.problem().isEmpty()) {
        about.verdict = word("This object cannot be displayed");
        about.verdictDetail = object.problem();
        return about;
    }
    about.conditions = conditionsIn(object);
    const flux::Status status = flux::statusOf(object);
    if (needsAttention(state.state) && !about.conditions.isEmpty()) {
        about.verdict = status.reason.isEmpty() ? state.text : u"%1: %2"_s.arg(state.text, status.reason);
        about.verdictDetail = status.message;
    }
    for (const Section &section : sections) {
        Overview::Section shown{QCoreApplication::translate("columns", section.title.constData()), {}};
        for (const Column &property : section.properties) {
            const Cell cell = property.cell(object);
            if (!cell.text.isEmpty() || cell.detail.isValid())
                shown.properties.append(
                    {titleOf(property), cell.text, property.kind, cell.state, cell.detail.toDateTime()});
        }
        if (!shown.properties.isEmpty())
            about.sections.append(shown);
    }
    return about;
}

// A file of our own that is wrong is a fault of the program, found by the first test that runs.
ObjectPage pageNamed(const QString &name)
{
    initialiseTables();
    QFile file(u":/tables/%1.json"_s.arg(name));
    const bool open = file.open(QIODevice::ReadOnly);
    auto page = readObjectPage(QJsonDocument::fromJson(open ? file.readAll() : QByteArray()).object());
    if (!page)
        qFatal("resources/tables/%s.json: %s", qPrintable(name), qPrintable(page.error().summary()));
    return *std::move(page);
}

} // namespace

core::Result<ObjectPage> readObjectPage(const QJsonObject &json)
{
    const auto text = [&json](QLatin1StringView name) { return json[name].toString(); };
    const auto columns = columnsOf(json["columns"_L1]);
    if (!columns)
        return columns.error();
    if (columns->isEmpty() || text("id"_L1).isEmpty())
        return wrong(u"a page needs an id and columns"_s);
    QList<Section> sections;
    for (const auto &each : json["sections"_L1].toArray()) {
        const auto properties = columnsOf(each["properties"_L1]);
        if (!properties)
            return properties.error();
        sections.append({each["title"_L1].toString().toUtf8(), *properties});
    }
    ObjectPage page{text("title"_L1), text("icon"_L1), text("one"_L1), text("many"_L1),
        word("Filter %1 by any word").arg(text("many"_L1)), {text("id"_L1), *columns},
        [columns = *columns, sections](const core::Resource &object) { return overviewOf(object, columns, sections); },
        text("key"_L1)};
    page.listKind = text("listKind"_L1);
    for (const auto &each : json["words"_L1].toArray())
        page.words.append(each.toString());
    for (const auto &each : json["kinds"_L1].toArray())
        page.kinds.append({each["group"_L1].toString(), each["kind"_L1].toString()});
    return page;
}

QList<ObjectPage> objectPages()
{
    return {
        pageNamed(u"sources"_s), pageNamed(u"kustomizations"_s), pageNamed(u"helmreleases"_s), pageNamed(u"events"_s)};
}

ObjectPage anyObjectPage(const GroupKind &kind, const QString &plural)
{
    ObjectPage page = pageNamed(u"objects"_s);
    page.title = kind.kind;
    page.one = kind.kind;
    page.many = plural;
    page.table.id = plural;
    page.kinds = {kind};
    return page;
}

ObjectPage inventoryPage()
{
    return pageNamed(u"inventory"_s);
}

TableSpec acrossClusters(TableSpec table)
{
    const auto name = std::find_if(
        table.columns.begin(), table.columns.end(), [](const Column &column) { return column.kind == Kind::Name; });
    table.columns.insert(name == table.columns.end() ? name : name + 1,
        {"Cluster", Kind::Text, "aks-prod-weu-1", factNamed(u"cluster")});
    return table;
}

} // namespace models
