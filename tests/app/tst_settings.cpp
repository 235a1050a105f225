// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences.h"
#include "services/core/file.h"
#include "tests/support/look.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace app;
using namespace Qt::StringLiterals;

class tst_Settings : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString at(const QString &name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void withoutAFileTheDefaults()
    {
        const auto loaded = loadSettings(at(u"none.json"_s));
        QVERIFY(loaded);
        QCOMPARE(*loaded, Settings());
    }

    void whatIsSavedIsLoaded()
    {
        const Settings chosen{ui::Appearance::Contrast, ui::Density::Compact, true};
        QVERIFY(saveSettings(at(u"new/settings.json"_s), chosen));
        const auto loaded = loadSettings(at(u"new/settings.json"_s));
        QVERIFY(loaded);
        QCOMPARE(*loaded, chosen);
    }

    // A newer version may have written it, and wants to find it again.
    void whatIsNotUnderstoodIsKept()
    {
        QVERIFY(core::writeFile(at(u"s.json"_s), R"({"appearance":"sepia","layout":{"a":1}})", core::Access::Private));
        auto loaded = loadSettings(at(u"s.json"_s));
        QVERIFY(loaded);
        QCOMPARE(loaded->appearance, ui::Appearance::System);
        QVERIFY(saveSettings(at(u"s.json"_s), *loaded));
        const auto bytes = core::readFile(at(u"s.json"_s), 1000);
        QCOMPARE(QJsonDocument::fromJson(*bytes)["layout"_L1]["a"_L1].toInt(), 1);
    }

    void aBrokenFileIsSaidAndStaysAsItIs()
    {
        const QByteArray broken = R"({"appearance": )";
        QVERIFY(core::writeFile(at(u"broken.json"_s), broken, core::Access::Private));
        Look look;
        Preferences preferences(look.theme, nullptr, at(u"broken.json"_s));
        QVERIFY(!preferences.kept());
        QVERIFY(preferences.kept().error().detail().contains(u"broken.json at byte"_s));
        preferences.setAppearance(ui::Appearance::Dark);
        QCOMPARE(look.theme.scheme(), ui::Scheme::Dark); // it works, it is only not kept
        QVERIFY(!preferences.kept());
        QCOMPARE(*core::readFile(at(u"broken.json"_s), 1000), broken);
    }

    void aChoiceIsAppliedAndKeptAtOnce()
    {
        Look look;
        Preferences preferences(look.theme, nullptr, at(u"kept.json"_s));
        QSignalSpy changed(&preferences, &Preferences::changed);
        const int before = look.theme.metric().row();
        preferences.setAppearance(ui::Appearance::Dark);
        preferences.setDensity(ui::Density::Compact);
        preferences.setDensity(ui::Density::Compact);
        QCOMPARE(changed.size(), 2);
        QVERIFY(look.theme.metric().row() < before);
        QVERIFY(preferences.kept());
        ui::Theme other(ui::Scheme::Light);
        const Preferences again(other, nullptr, at(u"kept.json"_s));
        QCOMPARE(other.scheme(), ui::Scheme::Dark);
    }
};

QTEST_MAIN(tst_Settings)
#include "tst_settings.moc"
