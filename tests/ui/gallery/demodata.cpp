// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/demodata.h"

#include "tests/support/rowtable.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace gallery {

using models::Cell;
using models::Kind;
using models::State;
using models::Tone;

namespace {
struct Row {
    State state;
    QString name;
    QString revision;
    int drift;
    QString age;
    QString message;
};

const QList<Row> &rows()
{
    static const QList<Row> all{
        {State::Failed, u"apps-podinfo"_s, u"main@5d10b7e"_s, 0, u"1 d"_s,
            u"Health check failed after 5m0s: timeout waiting for: [Deployment/podinfo/podinfo status: 'InProgress']"_s},
        {State::Stalled, u"apps-batch-reports"_s, u"main@5d10b7e"_s, 0, u"1 d"_s,
            u"Invalid CEL expression in spec.healthCheckExprs[0].failed: undeclared reference to 'statuss'"_s},
        {State::Waiting, u"apps-checkout"_s, u"main@5d10b7e"_s, 0, u"1 d"_s,
            u"dependency 'flux-system/apps-podinfo' is not ready"_s},
        {State::Waiting, u"apps-search"_s, u"main@5d10b7e"_s, 0, u"1 d"_s,
            u"dependency 'flux-system/apps-podinfo' is not ready"_s},
        {State::Reconciling, u"platform-infra-configs"_s, u"main@8f3c2a1"_s, 0, u"18 s"_s,
            u"Running health checks for revision main@sha1:8f3c2a1 with a timeout of 5m0s"_s},
        {State::Suspended, u"apps-legacy-portal"_s, u"main@c44e901"_s, 2, u"3 d"_s,
            u"Until 28 Nov, platform-ops: database migration CHG-2107"_s},
        {State::Ready, u"apps-catalog"_s, u"main@8f3c2a1"_s, 3, u"12 min"_s, {}},
        {State::Ready, u"apps-identity"_s, u"main@8f3c2a1"_s, 0, u"12 min"_s, {}},
        {State::Ready, u"apps-orders"_s, u"main@8f3c2a1"_s, 1, u"12 min"_s, {}},
        {State::Ready, u"apps-payments"_s, u"main@8f3c2a1"_s, 0, u"12 min"_s, {}},
        {State::Ready, u"platform-cert-manager"_s, u"main@8f3c2a1"_s, 0, u"11 min"_s, {}},
        {State::Ready, u"platform-infra-controllers"_s, u"main@8f3c2a1"_s, 0, u"11 min"_s, {}},
        {State::Ready, u"platform-ingress"_s, u"main@8f3c2a1"_s, 0, u"11 min"_s, {}},
        {State::Ready, u"platform-monitoring"_s, u"main@8f3c2a1"_s, 4, u"11 min"_s, {}},
        {State::Ready, u"platform-network-policies"_s, u"main@8f3c2a1"_s, 0, u"11 min"_s, {}},
        {State::Ready, u"platform-policies"_s, u"main@8f3c2a1"_s, 0, u"11 min"_s, {}},
        {State::Ready, u"platform-storage-classes"_s, u"main@8f3c2a1"_s, 0, u"11 min"_s, {}},
        {State::Ready, u"tenants-base"_s, u"v2.4.0@77e0d12"_s, 0, u"6 d"_s, {}},
        {State::Ready, u"tenants-team-amber"_s, u"v2.4.0@77e0d12"_s, 0, u"6 d"_s, {}},
        {State::Ready, u"tenants-team-blue"_s, u"v2.4.0@77e0d12"_s, 0, u"6 d"_s, {}},
        {State::Ready, u"tenants-team-green"_s, u"v2.4.0@77e0d12"_s, 0, u"6 d"_s, {}},
        {State::Ready, u"tenants-team-rose"_s, u"v2.4.0@77e0d12"_s, 0, u"6 d"_s, {}},
    };
    return all;
}

Cell status(State state)
{
    return {.text = models::wordOf(state), .sortKey = int(state), .tone = models::toneOf(state), .state = state};
}

Cell drift(int count)
{
    return {.text = QString::number(count), .sortKey = count, .state = count > 0 ? State::Drifted : State::None};
}
}

models::ResourceTableModel *kustomizations(QObject *parent)
{
    return new RowTable(
        {
            {QT_TRANSLATE_NOOP("columns", "Status"), Kind::Status, "Reconciling",
                [](int row) { return status(rows()[row].state); }},
            {QT_TRANSLATE_NOOP("columns", "Name"), Kind::Name, "platform-network-policy",
                [](int row) { return Cell{.text = rows()[row].name}; }},
            {QT_TRANSLATE_NOOP("columns", "Revision"), Kind::Revision, "v2.4.0@77e0d12",
                [](int row) { return Cell{.text = rows()[row].revision}; }},
            {QT_TRANSLATE_NOOP("columns", "Drift"), Kind::Count, "99",
                [](int row) { return drift(rows()[row].drift); }},
            {QT_TRANSLATE_NOOP("columns", "Applied"), Kind::Age, "59 min",
                [](int row) { return Cell{.text = rows()[row].age}; }},
            {QT_TRANSLATE_NOOP("columns", "Message"), Kind::Text, "",
                [](int row) { return Cell{.text = rows()[row].message}; }},
        },
        int(rows().size()), parent);
}

models::ResourceTableModel *edgeKustomizations(QObject *parent)
{
    struct Edge {
        State state;
        QString name;
        QString reason;
    };
    static const QList<Edge> edges{
        {State::Failed, u"edge-store-pos"_s, u"HealthCheckFailed"_s},
        {State::Waiting, u"edge-store-signage"_s, u"DependencyNotReady"_s},
        {State::Ready, u"edge-infra-controllers"_s, u"ReconciliationSucceeded"_s},
        {State::Ready, u"edge-infra-configs"_s, u"ReconciliationSucceeded"_s},
        {State::Ready, u"edge-store-base"_s, u"ReconciliationSucceeded"_s},
        {State::Ready, u"edge-observability"_s, u"ReconciliationSucceeded"_s},
    };
    return new RowTable(
        {
            {QT_TRANSLATE_NOOP("columns", "Status"), Kind::Status, "Reconciling",
                [](int row) { return status(edges[row].state); }},
            {QT_TRANSLATE_NOOP("columns", "Name"), Kind::Name, "edge-infra-controllers",
                [](int row) { return Cell{.text = edges[row].name}; }},
            {QT_TRANSLATE_NOOP("columns", "Revision"), Kind::Revision, "main@5d10b7e",
                [](int) { return Cell{.text = u"main@5d10b7e"_s}; }},
            {QT_TRANSLATE_NOOP("columns", "Drift"), Kind::Count, "99",
                [](int) { return Cell{.text = u"–"_s, .hint = u"Not known: the API server does not answer"_s}; }},
            {QT_TRANSLATE_NOOP("columns", "Reported"), Kind::Age, "59 min",
                [](int) { return Cell{.text = u"17 min"_s, .tone = Tone::Warning}; }},
            {QT_TRANSLATE_NOOP("columns", "Reason"), Kind::Code, "",
                [](int row) { return Cell{.text = edges[row].reason}; }},
        },
        int(edges.size()), parent);
}

models::Runs runs()
{
    models::Runs result;
    for (const int height : {9, 8, 9, 10, 8, 8, 9, 14, 9, 8, 9, 8, 9, 11, 9, 8, 9, 10, 9, 8, 25, 25, 25, 25})
        result.append({height / 25.0, height == 25});
    return result;
}

models::Runs trend()
{
    models::Runs result;
    for (const int value : {3, 3, 4, 3, 3, 4, 3, 9, 9, 9})
        result.append({value / 9.0 * 0.7, value == 9});
    return result;
}

QList<models::DiffRow> diffRows()
{
    using models::DiffRow;
    QList<DiffRow> result;
    const auto fold = [&](const QString &inside) { result.append({.kind = DiffRow::Kind::Fold, .inside = inside}); };
    const auto same = [&](int left, int right, const QString &text) {
        result.append({DiffRow::Kind::Same, {left, text}, {right, text}});
    };
    const auto added = [&](int line, const QString &text) {
        result.append({DiffRow::Kind::OnlyRight, {}, {line, text}});
    };
    const auto removed = [&](int line, const QString &text) {
        result.append({DiffRow::Kind::OnlyLeft, {line, text}, {}});
    };
    const auto changed = [&](int left, int right, const QString &head, const QString &was, const QString &is) {
        result.append({DiffRow::Kind::Changed, {left, head + was, {{head.size(), was.size()}}},
            {right, head + is, {{head.size(), is.size()}}}});
    };
    fold(u"4 unchanged lines: apiVersion, kind, metadata.name"_s);
    same(5, 5, u"  annotations:"_s);
    added(6, u"    contoso.example/cost-centre: 4711"_s);
    fold(u"8 unchanged lines: metadata.labels"_s);
    same(14, 15, u"spec:"_s);
    changed(15, 16, u"  replicas: "_s, u"3"_s, u"6"_s);
    const QStringList strategy{u"  revisionHistoryLimit: 5"_s, u"  strategy:"_s, u"    type: RollingUpdate"_s,
        u"  template:"_s, u"    metadata:"_s};
    for (int i = 0; i < strategy.size(); ++i)
        same(16 + i, 17 + i, strategy[i]);
    added(22, u"      annotations:"_s);
    added(23, u"        kubectl.kubernetes.io/restartedAt: 2026-11-25T09:02:11Z"_s);
    const QStringList pod{u"      labels:"_s, u"        app: api"_s, u"        team: blue"_s, u"    spec:"_s,
        u"      serviceAccountName: api"_s, u"      containers:"_s, u"      - name: api"_s};
    for (int i = 0; i < pod.size(); ++i)
        same(21 + i, 24 + i, pod[i]);
    changed(28, 31, u"        image: api:"_s, u"2.14.0"_s, u"2.14.1-hotfix"_s);
    same(29, 32, u"        ports:"_s);
    same(30, 33, u"        - containerPort: 8080"_s);
    fold(u"14 unchanged lines: containers.[api].env"_s);
    const QStringList resources{u"        resources:"_s, u"          requests:"_s, u"            cpu: 250m"_s,
        u"            memory: 256Mi"_s, u"          limits:"_s};
    for (int i = 0; i < resources.size(); ++i)
        same(45 + i, 48 + i, resources[i]);
    changed(50, 53, u"            memory: "_s, u"512Mi"_s, u"2Gi"_s);
    const QStringList probe{u"        readinessProbe:"_s, u"          httpGet:"_s, u"            path: /healthz"_s,
        u"            port: 8080"_s};
    for (int i = 0; i < probe.size(); ++i)
        same(51 + i, 54 + i, probe[i]);
    removed(55, u"          failureThreshold: 3"_s);
    same(56, 58, u"          periodSeconds: 10"_s);
    fold(u"22 unchanged lines: volumes … terminationGracePeriodSeconds"_s);
    return result;
}

ui::Highlighter requestColors()
{
    static const QRegularExpression pattern(u"^PATCH|\"[^\"]*\"(?=:)|null"_s);
    return [](const QString &line) {
        QList<ui::CodeSpan> spans;
        for (auto found = pattern.globalMatch(line); found.hasNext();) {
            const auto match = found.next();
            const bool key = match.captured().startsWith(u'"');
            const auto color = key            ? ui::Token::SynKey
                : match.captured() == u"null" ? ui::Token::SynNumber
                                              : ui::Token::SynKeyword;
            spans.append({match.capturedStart(), match.capturedLength(), color});
        }
        return spans;
    };
}

models::WritePlan writePlan()
{
    return {
        .title = u"Remove kustomization batch-reports from configuration apps"_s,
        .consequence =
            u"Flux will delete 14 objects in aks-prod-weu-1, among them stored data. This cannot be undone."_s,
        .destination = u"Request to Azure Resource Manager"_s,
        .request = {u"PATCH …/managedClusters/aks-prod-weu-1/providers"_s, u"  /Microsoft.KubernetesConfiguration"_s,
            u"  /fluxConfigurations/apps?api-version=2025-04-01"_s, {}, u"{"_s, u"  \"properties\": {"_s,
            u"    \"kustomizations\": { \"batch-reports\": null }"_s, u"  }"_s, u"}"_s},
        .identity = u"platform-ops@contoso.example"_s,
        .right = u"fluxConfigurations/write, granted"_s,
        .version = u"unchanged since 14:06; read again on sending"_s,
        .pruned = {{u"PersistentVolumeClaim"_s, u"reports/cache"_s, u"128 GiB"_s, true},
            {u"StatefulSet"_s, u"reports/worker"_s, u"2 pods"_s, true},
            {u"CronJob"_s, u"reports/nightly"_s, u"next run 02:00"_s}, {u"ConfigMap"_s, u"reports/env"_s},
            {u"Service"_s, u"reports/worker"_s}},
        .alsoPruned = u"9 more: 3 Role, 3 RoleBinding, 2 Secret, 1 ServiceAccount"_s,
        .prunedSource = u"from status.inventory, 40 s ago"_s,
        .warning = u"The volume of reports/cache has reclaim policy Delete. "_s,
        .alternative = u"Keep the objects instead"_s,
        .alternativeHow = u": turn prune off first."_s,
        .undoneBy =
            u"Nothing that Fluxgate knows: no Azure Policy assignment and no other configuration writes apps."_s,
        .nameToType = u"batch-reports"_s,
        .verb = u"Remove and delete 14 objects"_s,
        .production = true,
    };
}

} // namespace gallery
