// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/demodata.h"

using namespace Qt::StringLiterals;

namespace gallery {

using models::LogRow;
using models::State;

namespace {
LogRow run(State state, const QString &kind, const QString &name, const QString &result, const QString &duration,
    const QString &lines, const QString &id, bool folded)
{
    return {.kind = LogRow::Kind::Run,
        .object = name,
        .message = result,
        .state = state,
        .objectKind = kind,
        .duration = duration,
        .lines = lines,
        .id = id,
        .folded = folded};
}

LogRow line(const QString &time, const QString &source, const QString &object, const QString &message,
    LogRow::Level level = LogRow::Level::Info, const QString &error = {})
{
    return {.time = time, .level = level, .source = source, .object = object, .message = message, .error = error};
}
}

QList<LogRow> logRows()
{
    const QString k = u"Kustomization"_s;
    const QString podinfo = u"flux-system/apps-podinfo"_s;
    const QString configs = u"flux-system/platform-infra-configs"_s;
    const QString platform = u"flux-system/platform"_s;
    return {
        run(State::Ready, k, u"platform-infra-controllers"_s, u"Applied revision main@sha1:8f3c2a1"_s, u"3.1 s"_s,
            u"14 lines"_s, u"4f0c1e77"_s, true),
        run(State::Failed, k, u"apps-podinfo"_s, u"Health check failed after 5m0s"_s, u"5 min 2 s"_s, u"9 lines"_s,
            u"b91d20aa"_s, false),
        line(u"14:02:05.118"_s, u"kustomize"_s, podinfo, u"server-side apply completed"_s),
        line(u"14:02:05.131"_s, u"kustomize"_s, podinfo, u"Deployment/podinfo/podinfo configured"_s),
        line(u"14:02:05.133"_s, u"kustomize"_s, podinfo, u"Service/podinfo/podinfo unchanged"_s),
        line(u"14:02:05.160"_s, u"kustomize"_s, podinfo,
            u"Running health checks for revision main@sha1:8f3c2a1 with a timeout of 5m0s"_s),
        line(u"14:02:21.904"_s, u"podinfo-6c9f7d5b8-x2k4q"_s, u"podinfo/podinfo"_s,
            u"Failed to pull image \"podinfo:6.9.9\": not found"_s, LogRow::Level::Warning),
        line(u"14:03:48.212"_s, u"podinfo-6c9f7d5b8-x2k4q"_s, u"podinfo/podinfo"_s,
            u"Back-off pulling image \"podinfo:6.9.9\""_s, LogRow::Level::Warning),
        line(u"14:07:07.240"_s, u"kustomize"_s, podinfo, u"Reconciliation failed after 5m2.122s, next try in 1m0s"_s,
            LogRow::Level::Error,
            u"health check failed after 5m0s: timeout waiting for: [Deployment/podinfo/podinfo status: 'InProgress']"_s),
        run(State::Waiting, k, u"apps-checkout"_s, u"dependency 'flux-system/apps-podinfo' is not ready"_s, u"12 ms"_s,
            u"2 lines"_s, u"77aa3410"_s, true),
        run(State::Waiting, k, u"apps-search"_s, u"dependency 'flux-system/apps-podinfo' is not ready"_s, u"11 ms"_s,
            u"2 lines"_s, u"c2d90e1f"_s, true),
        {.kind = LogRow::Kind::Gap,
            .time = u"14:07:12"_s,
            .message = u"stream of kustomize-controller interrupted for 4 s; 0 lines missing after re-read"_s},
        run(State::Ready, u"GitRepository"_s, u"platform"_s, u"stored artifact for commit 'Raise podinfo to 6.9.9'"_s,
            u"640 ms"_s, u"3 lines"_s, u"09bd77e2"_s, false),
        line(u"14:07:31.002"_s, u"source"_s, platform,
            u"artifact up-to-date with remote revision: 'main@sha1:8f3c2a1'"_s),
        line(u"14:07:31.377"_s, u"source"_s, platform, u"garbage collected 1 artifacts"_s),
        run(State::Reconciling, k, u"platform-infra-configs"_s, u"running for 18 s"_s, u"18 s"_s, u"11 lines"_s,
            u"e6f5a012"_s, false),
        line(u"14:07:42.870"_s, u"kustomize"_s, configs, u"server-side apply for cluster definitions completed"_s),
        line(u"14:07:43.295"_s, u"kustomize"_s, configs, u"ClusterIssuer/ca-internal configured"_s),
        line(u"14:07:43.301"_s, u"kustomize"_s, configs, u"NetworkPolicy/ingress/default-deny unchanged"_s),
        line(u"14:07:44.019"_s, u"fluxconfig-agent"_s, platform,
            u"Reporting status to Azure, compliance state Pending"_s),
        line(u"14:07:49.650"_s, u"kustomize"_s, configs, u"ConfigMap/ingress/tcp-services configured"_s),
        line(u"14:07:52.118"_s, u"notification"_s, platform, u"dispatching event to 2 alerts"_s),
        line(u"14:07:52.904"_s, u"kustomize"_s, configs, u"Certificate/ingress/wildcard unchanged"_s),
        line(u"14:07:58.447"_s, u"kustomize"_s, configs,
            u"Running health checks for revision main@sha1:8f3c2a1 with a timeout of 5m0s"_s),
    };
}

QList<models::PaletteEntry> paletteEntries()
{
    const QString on = u"On apps-podinfo"_s;
    const QString go = u"Go to"_s;
    const QString objects = u"Objects"_s;
    const QString commands = u"Commands"_s;
    return {
        {.group = on,
            .icon = u"act-reconcile"_s,
            .title = u"Reconcile with source"_s,
            .key = u"R"_s,
            .blocked = u"read-only: unlock aks-prod-weu-1 first"_s},
        {.group = on,
            .icon = u"nav-timeline"_s,
            .title = u"Show recent runs"_s,
            .detail = u"History tab, 24 runs kept here"_s,
            .key = u"h"_s},
        {.group = on,
            .icon = u"act-explain"_s,
            .title = u"Explain why it fails"_s,
            .detail = u"matches reconcile failure"_s,
            .key = u"x"_s},
        {.group = on, .icon = u"nav-diff"_s, .title = u"Diff with Git"_s, .key = u"D"_s},
        {.group = go,
            .icon = u"nav-sources"_s,
            .title = u"Sources not recently fetched"_s,
            .detail = u"3 of 64 older than two intervals"_s},
        {.group = go,
            .icon = u"nav-kustomizations"_s,
            .title = u"platform-infra-configs"_s,
            .detail = u"reconciling now, aks-prod-weu-1"_s},
        {.group = go, .icon = u"nav-drift"_s, .title = u"Corrected drift, last 24 h"_s, .detail = u"14 findings"_s},
        {.group = objects,
            .icon = u"nav-helm"_s,
            .title = u"record-keeper"_s,
            .detail = u"HelmRelease in orders, aks-prod-weu-1"_s},
        {.group = objects,
            .icon = u"nav-kustomizations"_s,
            .title = u"apps-recommendations"_s,
            .detail = u"Kustomization, aks-stg-weu-1 and 1 more"_s},
        {.group = objects,
            .icon = u"nav-clusters"_s,
            .title = u"aks-recovery-neu-1"_s,
            .detail = u"AKS cluster, subscription Contoso DR"_s},
        {.group = commands, .icon = u"act-refresh"_s, .title = u"Reconnect API of this cluster"_s, .key = u"F5"_s},
        {.group = commands,
            .icon = u"act-lock"_s,
            .title = u"Unlock aks-prod-weu-1 for writing"_s,
            .detail = u"asks for a reason, 15 min"_s,
            .key = u"Ctrl+U"_s,
            .keywords = u"reconcile write"_s},
    };
}

} // namespace gallery
