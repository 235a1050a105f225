// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/systemscheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace app;
using namespace Qt::StringLiterals;

// What xdg-desktop-portal offers, with its old habit of a variant inside a variant.
class Portal : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    QHash<QString, uint> values;

    void change(const QString &key, uint value)
    {
        values[key] = value;
        auto message = QDBusMessage::createSignal(
            u"/org/freedesktop/portal/desktop"_s, u"org.freedesktop.portal.Settings"_s, u"SettingChanged"_s);
        message.setArguments({u"org.freedesktop.appearance"_s, key, QVariant::fromValue(QDBusVariant(value))});
        QVERIFY(QDBusConnection(u"portal"_s).send(message));
    }

public Q_SLOTS:
    QDBusVariant Read(const QString &, const QString &key)
    {
        return QDBusVariant(QVariant::fromValue(QDBusVariant(values.value(key))));
    }
};

// Against a bus of its own, started for this run.
class tst_SystemScheme : public QObject {
    Q_OBJECT

    QProcess m_daemon;
    Portal m_portal;

private Q_SLOTS:
    void initTestCase()
    {
        m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--print-address"_s, u"--nofork"_s});
        if (!m_daemon.waitForStarted())
            QSKIP("no dbus-daemon here");
        QVERIFY(m_daemon.waitForReadyRead(10'000));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_daemon.readAllStandardOutput().trimmed());
        // A connection of its own, as another program has.
        QDBusConnection bus =
            QDBusConnection::connectToBus(QString::fromLocal8Bit(qgetenv("DBUS_SESSION_BUS_ADDRESS")), u"portal"_s);
        QVERIFY(bus.isConnected());
        QVERIFY(bus.registerObject(u"/org/freedesktop/portal/desktop"_s, &m_portal, QDBusConnection::ExportAllSlots));
        QVERIFY(bus.registerService(u"org.freedesktop.portal.Desktop"_s));
    }
    void cleanupTestCase()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void followsThePortal()
    {
        m_portal.values = {{u"color-scheme"_s, 1}, {u"contrast"_s, 0}};
        const SystemScheme system;
        QTRY_COMPARE(system.scheme(), ui::Scheme::Dark);
        QSignalSpy changed(&system, &SystemScheme::changed);
        m_portal.change(u"color-scheme"_s, 2);
        QTRY_COMPARE(system.scheme(), ui::Scheme::Light);
        m_portal.change(u"contrast"_s, 1);
        QTRY_COMPARE(system.scheme(), ui::Scheme::Contrast);
        m_portal.change(u"contrast"_s, 0);
        QTRY_COMPARE(system.scheme(), ui::Scheme::Light);
        QCOMPARE(changed.size(), 3);
    }

    void nonsenseIsNoPreference()
    {
        m_portal.values = {{u"color-scheme"_s, 77}, {u"contrast"_s, 5}};
        const SystemScheme system;
        QSignalSpy changed(&system, &SystemScheme::changed);
        m_portal.change(u"accent-color"_s, 1);
        m_portal.change(u"color-scheme"_s, 1); // what came before it has arrived when this has
        QTRY_COMPARE(system.scheme(), ui::Scheme::Dark);
        QCOMPARE(changed.size(), 1);
    }

    void withoutAPreferenceThePaletteDecides()
    {
        m_portal.values = {};
        const QPalette before = QGuiApplication::palette();
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        QGuiApplication::setPalette(dark);
        QCOMPARE(SystemScheme().scheme(), ui::Scheme::Dark);
        QGuiApplication::setPalette(before);
        QCOMPARE(SystemScheme().scheme(), ui::Scheme::Light);
    }
};

QTEST_MAIN(tst_SystemScheme)
#include "tst_systemscheme.moc"
