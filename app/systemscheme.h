// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QDBusMessage>
#include <QObject>
#include <QSet>

namespace app {

// Light, dark or high contrast as the desktop has it, and word of every change. The truth on Linux is the portal setting
// org.freedesktop.appearance (color-scheme, contrast; XDG Desktop Portal, org.freedesktop.portal.Settings); where there
// is no portal, the lightness of the palette that the platform gave the application.
class SystemScheme : public QObject {
    Q_OBJECT

public:
    // Asks the portal without waiting for it; scheme() is the palette's until it answers.
    explicit SystemScheme(QObject *parent = nullptr);

    ui::Scheme scheme() const;

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onSetting(const QDBusMessage &message);

private:
    void ask(const QString &key);
    void take(const QString &key, uint value);

    bool m_darkPalette;
    uint m_preference = 0; // color-scheme: 0 none, 1 dark, 2 light
    bool m_contrast = false;
    QSet<QString> m_told; // settings of which a signal has come
};

} // namespace app
