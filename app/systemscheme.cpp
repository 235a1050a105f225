// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/systemscheme.h"

#include <QDBusConnection>
#include <QDBusVariant>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QPalette>

using namespace Qt::StringLiterals;

namespace app {

namespace {
const QString service = u"org.freedesktop.portal.Desktop"_s;
const QString path = u"/org/freedesktop/portal/desktop"_s;
const QString interface = u"org.freedesktop.portal.Settings"_s;
const QString appearance = u"org.freedesktop.appearance"_s;

// Read answers with a variant inside a variant (a mistake of old that nobody may mend), the signal with one.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}
}

SystemScheme::SystemScheme(QObject *parent)
    : QObject(parent)
    , m_darkPalette(
          QGuiApplication::palette().color(QPalette::Window).lightness() < 128) // before the theme replaces it
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    const bool heard = bus.connect(service, path, interface, u"SettingChanged"_s, this, SLOT(onSetting(QDBusMessage)));
    if (!heard)
        qWarning("Changes of the desktop's colours will not be noticed");
    ask(u"color-scheme"_s);
    ask(u"contrast"_s);
}

ui::Scheme SystemScheme::scheme() const
{
    if (m_contrast)
        return ui::Scheme::Contrast;
    const bool dark = m_preference == 0 ? m_darkPalette : m_preference == 1;
    return dark ? ui::Scheme::Dark : ui::Scheme::Light;
}

void SystemScheme::ask(const QString &key)
{
    auto message = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    message.setArguments({appearance, key});
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key, watcher] {
        watcher->deleteLater();
        // An answer may be handed over after a signal that was sent later.
        if (m_told.contains(key))
            return;
        if (const QDBusPendingReply<QDBusVariant> reply = *watcher; reply.isValid())
            take(key, unwrapped(QVariant::fromValue(reply.value())).toUInt());
    });
}

// SettingChanged(namespace, key, value)
void SystemScheme::onSetting(const QDBusMessage &message)
{
    const QVariantList arguments = message.arguments();
    if (arguments.size() != 3 || arguments[0].toString() != appearance)
        return;
    const QString key = arguments[1].toString();
    m_told.insert(key);
    take(key, unwrapped(arguments[2]).toUInt());
}

void SystemScheme::take(const QString &key, uint value)
{
    const ui::Scheme before = scheme();
    if (key == u"color-scheme")
        m_preference = value <= 2 ? value : 0;
    else if (key == u"contrast")
        m_contrast = value == 1;
    if (scheme() != before)
        Q_EMIT changed();
}

} // namespace app
