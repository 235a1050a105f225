// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/facts.h"
#include "services/flux/duration.h"
#include "services/flux/revision.h"
#include "services/flux/status.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace flux;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QJsonObject condition(
    const QString &type, const QString &status, const QString &reason = {}, const QString &message = {})
{
    return {{u"type"_s, type}, {u"status"_s, status}, {u"reason"_s, reason}, {u"message"_s, message},
        {u"lastTransitionTime"_s, u"2026-11-25T10:00:00Z"_s}};
}

core::Resource kustomization(
    const QJsonArray &conditions, const QJsonObject &spec = {}, int observed = 3, const QJsonObject &metadata = {})
{
    QJsonObject meta{
        {u"name"_s, u"apps"_s}, {u"namespace"_s, u"flux-system"_s}, {u"uid"_s, u"1"_s}, {u"generation"_s, 3}};
    for (auto each = metadata.begin(); each != metadata.end(); ++each)
        meta.insert(each.key(), each.value());
    return core::Resource(QJsonObject{{u"apiVersion"_s, u"kustomize.toolkit.fluxcd.io/v1"_s},
        {u"kind"_s, u"Kustomization"_s}, {u"metadata"_s, meta}, {u"spec"_s, spec},
        {u"status"_s, QJsonObject{{u"conditions"_s, conditions}, {u"observedGeneration"_s, observed}}}});
}

} // namespace

class tst_Status : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The table of contracts/flux.md 1.7, first match wins.
    void phases_data()
    {
        QTest::addColumn<core::Resource>("object");
        QTest::addColumn<Phase>("phase");
        const auto ready = condition(u"Ready"_s, u"True"_s, u"ReconciliationSucceeded"_s);
        const auto failed = condition(u"Ready"_s, u"False"_s, u"BuildFailed"_s, u"no such file"_s);
        const auto retrying = condition(u"Reconciling"_s, u"True"_s, u"ProgressingWithRetry"_s);
        const auto progressing = condition(u"Reconciling"_s, u"True"_s, u"Progressing"_s);
        QTest::newRow("ready") << kustomization({ready}) << Phase::Ready;
        QTest::newRow("older generation") << kustomization({ready}, {}, 2) << Phase::Pending;
        QTest::newRow("never looked at") << kustomization({}, {}, -1) << Phase::Pending;
        QTest::newRow("failed") << kustomization({failed}) << Phase::Failed;
        QTest::newRow("failed and retried, generation behind")
            << kustomization({retrying, failed}, {}, 1) << Phase::Failed;
        QTest::newRow("first attempt") << kustomization(
            {progressing, condition(u"Ready"_s, u"Unknown"_s, u"Progressing"_s)})
                                       << Phase::Progressing;
        QTest::newRow("dependency") << kustomization({condition(u"Ready"_s, u"False"_s, u"DependencyNotReady"_s)})
                                    << Phase::Waiting;
        QTest::newRow("says when it retries")
            << kustomization({condition(u"Ready"_s, u"False"_s, u"X"_s, u"lock held, retrying in 5s"_s)})
            << Phase::Waiting;
        QTest::newRow("stalled") << kustomization({condition(u"Stalled"_s, u"True"_s, u"InvalidCELExpression"_s),
            failed}) << Phase::Stalled;
        QTest::newRow("suspended") << kustomization({failed}, {{u"suspend"_s, true}}) << Phase::Suspended;
        QTest::newRow("suspend false") << kustomization({ready}, {{u"suspend"_s, false}}) << Phase::Ready;
        QTest::newRow("going away") << kustomization(
            {ready}, {{u"suspend"_s, true}}, 3, {{u"deletionTimestamp"_s, u"2026-11-25T10:00:00Z"_s}})
                                    << Phase::Deleting;
    }
    void phases()
    {
        QFETCH(const core::Resource, object);
        QTEST(statusOf(object).phase, "phase");
    }

    void messagesComeFromTheConditionThatDecides()
    {
        const Status status =
            statusOf(kustomization({condition(u"Ready"_s, u"False"_s, u"BuildFailed"_s, u"no file\n"_s)}));
        QCOMPARE(status.message, u"no file"_s); // controllers end some with a line end
        QCOMPARE(status.reason, u"BuildFailed"_s);
        QVERIFY(status.since.isValid());
    }

    // Lists and details must open though some of these have no status at all.
    void case079()
    {
        const QString folder = QStringLiteral(SHARED "/data/cases/079-empty-status-oci-helmrepository/");
        QFile input(folder + u"objects.json"_s);
        QFile wanted(folder + u"expected.json"_s);
        if (!input.open(QIODevice::ReadOnly) || !wanted.open(QIODevice::ReadOnly))
            QSKIP("no ../shared here");
        const QJsonObject states = QJsonDocument::fromJson(wanted.readAll())["states"_L1].toObject();
        int compared = 0;
        for (const auto &each : QJsonDocument::fromJson(input.readAll()).array()) {
            QJsonObject object = each.toObject();
            QJsonObject metadata = object["metadata"_L1].toObject();
            metadata.insert(u"uid"_s, metadata["name"_L1]);
            object.insert(u"metadata"_s, metadata);
            QCOMPARE(models::stateCell(core::Resource(object)).text, states[metadata["name"_L1].toString()].toString());
            ++compared;
        }
        QCOMPARE(compared, states.size());
    }

    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("milliseconds"); // -1: none
        QTest::newRow("minutes") << u"10m"_s << qint64(600'000);
        QTest::newRow("go's own form") << u"1h0m0s"_s << qint64(3'600'000);
        QTest::newRow("fraction") << u"1.5s"_s << qint64(1500);
        QTest::newRow("milliseconds") << u"500ms"_s << qint64(500);
        QTest::newRow("zero") << u"0"_s << qint64(0);
        for (const auto &bad : {u""_s, u"5"_s, u"m"_s, u"-5m"_s, u"5 m"_s, u"5d"_s, u"1..5s"_s, u"9999999999h"_s})
            QTest::newRow(qPrintable(u"not "_s + bad)) << bad << qint64(-1);
    }
    void durations()
    {
        QFETCH(const QString, text);
        const auto duration = goDuration(text);
        QTEST(duration ? qint64(duration->count()) : qint64(-1), "milliseconds");
    }

    // contracts/flux.md 1.10
    void revisions_data()
    {
        QTest::addColumn<QString>("full");
        QTest::addColumn<QString>("brief");
        const QString hash = u"8f3c2a1d4e5f60718293a4b5c6d7e8f901234567"_s;
        QTest::newRow("branch") << u"main@sha1:"_s + hash << u"main@8f3c2a1"_s;
        QTest::newRow("ref name") << u"refs/heads/main@sha1:"_s + hash << u"refs/heads/main@8f3c2a1"_s;
        QTest::newRow("a branch with an at sign") << u"user@home@sha1:"_s + hash << u"user@home@8f3c2a1"_s;
        QTest::newRow("commit") << u"sha1:"_s + hash << u"8f3c2a1"_s;
        QTest::newRow("digest") << u"sha256:"_s + hash << u"sha256:8f3c2a1"_s;
        QTest::newRow("oci") << u"1.8.2@sha256:"_s + hash << u"1.8.2@8f3c2a1"_s;
        QTest::newRow("legacy") << u"main/"_s + hash << u"main@8f3c2a1"_s;
        QTest::newRow("chart") << u"1.2.3+4b5c6d7e8f90"_s << u"1.2.3+4b5c6d7e8f90"_s;
        QTest::newRow("none") << QString() << QString();
    }
    void revisions()
    {
        QFETCH(const QString, full);
        QTEST(shortRevision(full), "brief");
    }

    void hashesInMessagesAreCut()
    {
        const QString hash = u"8f3c2a1d4e5f60718293a4b5c6d7e8f901234567"_s;
        QCOMPARE(withShortHashes(u"Applied revision: main@sha1:%1, then"_s.arg(hash)),
            u"Applied revision: main@sha1:8f3c2a1d, then"_s);
        QCOMPARE(withShortHashes(u"x%1"_s.arg(hash)), u"x%1"_s.arg(hash)); // no word of its own
    }
};

QTEST_GUILESS_MAIN(tst_Status)
#include "tst_status.moc"
