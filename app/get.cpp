// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/get.h"

#include "app/commands.h"
#include "app/contexts.h"
#include "app/gathering.h"
#include "app/listing.h"
#include "app/signals.h"
#include "models/clusters.h"
#include "models/filter.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app {

namespace {

// The rows that were asked for, in their order.
core::Result<> narrow(models::ResourceTableModel &table, const Get &get)
{
    if (!get.sort.isEmpty()) {
        const auto column = columnNamed(table, get.sort);
        if (!column)
            return column.error();
        table.sort(*column);
    }
    table.setFilter(
        [name = get.name, filter = models::everyWordIn(table.columns(), get.filter)](const core::Resource &each) {
            return (name.isEmpty() || each.name() == name) && (!filter || filter(each));
        });
    return {};
}

int show(const Listing &listing, Format format)
{
    print(stdout, printed(listing, format));
    for (const core::Error &error : listing.errors)
        complain(error);
    return listing.errors.isEmpty() ? Done : Failed;
}

// The contexts of the merged kubeconfig, without contacting any of them.
int getClusters(const Contexts &contexts, const Get &get)
{
    models::ResourceTableModel table(models::clusterTable(), contexts.store());
    if (const auto narrowed = narrow(table, get); !narrowed)
        return complain(narrowed.error());
    QList<core::Error> errors = contexts.problems();
    if (!get.name.isEmpty() && table.rowCount() == 0)
        errors.append(core::Error(core::Error::Kind::NotFound, u"no context %1"_s.arg(get.name), contexts.places(),
            u"see fluxgate get clusters"_s));
    return show({u"Cluster"_s, table, errors}, get.format);
}

// Those that the command acts on: the current one, one by name, or all.
core::Result<QList<kube::Context>> chosen(const Contexts &contexts, const Scope &scope)
{
    const kube::Kubeconfig &config = contexts.config();
    if (scope.allContexts) {
        if (!config.contexts.isEmpty())
            return config.contexts;
        return core::Error(core::Error::Kind::NotFound, u"there is no context"_s, contexts.places(),
            u"name a kubeconfig with --kubeconfig"_s);
    }
    const QString name = scope.context.isEmpty() ? config.currentContext : scope.context;
    if (name.isEmpty())
        return core::Error(core::Error::Kind::NotFound, u"no current context is set"_s, contexts.places(),
            u"choose one with --context, or see fluxgate get clusters"_s);
    for (const kube::Context &context : config.contexts) {
        if (context.name == name)
            return QList<kube::Context>{context};
    }
    return core::Error(
        core::Error::Kind::NotFound, u"no context %1"_s.arg(name), contexts.places(), u"see fluxgate get clusters"_s);
}

int showGathered(const Gathering &gathering, const Get &get, QList<core::Error> errors)
{
    const models::ObjectPage &page = gathering.page();
    models::ResourceTableModel table(
        get.scope.allContexts ? models::acrossClusters(page.table) : page.table, gathering.store());
    if (const auto narrowed = narrow(table, get); !narrowed)
        return complain(narrowed.error());
    errors += gathering.errors();
    if (!get.name.isEmpty() && table.rowCount() == 0 && errors.isEmpty())
        errors.append(core::Error(core::Error::Kind::NotFound, u"no %1 %2"_s.arg(page.one, get.name),
            gathering.places(), u"see fluxgate get %1 --all-namespaces"_s.arg(get.what)));
    if (table.rowCount() == 0 && errors.isEmpty() && get.format != Format::Json)
        print(stderr, u"no %1 in %2\n"_s.arg(page.many, gathering.places()).toUtf8());
    return show({gathering.kind(), table, errors, get.scope.space == QString()}, get.format);
}

} // namespace

int get(const CommandLine &line, const Get &wanted, int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Contexts contexts(line.kubeconfig);
    contexts.readNow();
    if (wanted.what == u"clusters")
        return getClusters(contexts, wanted);

    const auto scope = chosen(contexts, wanted.scope);
    if (!scope) {
        for (const core::Error &error : contexts.problems())
            complain(error);
        return complain(scope.error());
    }
    Gathering gathering({wanted.what, wanted.scope.space, wanted.timeout}, *scope);
    const Signals heard;
    int status = Failed;
    QObject::connect(&heard, &Signals::endRequested, &application, [&] { application.exit(Failed); });
    QObject::connect(&gathering, &Gathering::finished, &application, [&] {
        status = showGathered(gathering, wanted, contexts.problems());
        application.exit(status);
    });
    gathering.start();
    return QCoreApplication::exec();
}

} // namespace app
