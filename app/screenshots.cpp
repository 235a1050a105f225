// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/screenshots.h"

#include "app/console.h"
#include "app/contexts.h"
#include "app/preferences.h"
#include "app/workspace.h"
#include "services/core/file.h"
#include "ui/pages/objectspage.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QBuffer>
#include <QDir>
#include <QFontDatabase>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace app {

namespace {
// A detail follows the selection after 80 ms; a picture waits for it.
constexpr auto settled = 200ms;
// A cluster on a good network has answered by then; one that has not is shown as that.
constexpr auto answered = 3s;

QString textOf(const QWidget &widget)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text();
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text();
    if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
        return field->text();
    return {};
}

QString formatOf(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    if (!label)
        return {};
    return label->textFormat() == Qt::PlainText ? u"PlainText"_s
        : label->textFormat() == Qt::RichText   ? u"RichText"_s
                                                : u"AutoText"_s;
}

QJsonObject described(const QWidget &widget, const QWidget &window, const QString &pane)
{
    const QRect place(widget.mapTo(&window, QPoint()), widget.size());
    return {{u"pane"_s, pane}, {u"objectName"_s, widget.objectName()},
        {u"class"_s, QString::fromLatin1(widget.metaObject()->className())},
        {u"accessibleName"_s, widget.accessibleName()}, {u"textFormat"_s, formatOf(widget)},
        {u"text"_s, textOf(widget)}, {u"focusable"_s, widget.focusPolicy() != Qt::NoFocus},
        {u"geometry"_s, QJsonArray{place.x(), place.y(), place.width(), place.height()}}};
}
}

Screenshots::Screenshots(
    ui::Theme &theme, Contexts &contexts, Workspace &workspace, TakeScreenshots wanted, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_contexts(contexts)
    , m_wanted(std::move(wanted))
    , m_preferences(std::make_unique<Preferences>(theme, nullptr, QString()))
    , m_console(std::make_unique<Console>(theme, *m_preferences, contexts, workspace))
{
}

Screenshots::~Screenshots() = default;

void Screenshots::chooseFonts()
{
    const QStringList families = QFontDatabase::families();
    if (!families.contains(u"Inter"_s))
        return;
    QFont base(u"Inter"_s);
    base.setPointSizeF(9.75); // 13 px, the size of the design's pictures
    QApplication::setFont(base);
}

void Screenshots::start()
{
    if (QFontDatabase::families().contains(u"JetBrains Mono"_s))
        m_theme.setFixedFont(QFont(u"JetBrains Mono"_s));
    const QStringList known = m_console->panes();
    const QStringList panes = m_wanted.panes.isEmpty() ? known : m_wanted.panes;
    for (const QString &pane : panes) {
        if (!known.contains(pane)) {
            Q_EMIT finished(core::Error(core::Error::Kind::NotFound, u"no pane %1"_s.arg(pane), u"--pane"_s,
                u"use one of %1"_s.arg(known.join(u", "_s))));
            return;
        }
        for (const QString &theme : std::as_const(m_wanted.themes))
            m_shots.append({pane, theme});
    }
    const auto &contexts = m_contexts.config().contexts;
    const bool exists = m_wanted.context.isEmpty()
        || std::any_of(contexts.begin(), contexts.end(),
            [this](const kube::Context &context) { return context.name == m_wanted.context; });
    if (!exists) {
        Q_EMIT finished(core::Error(core::Error::Kind::NotFound, u"no context %1"_s.arg(m_wanted.context),
            m_contexts.places(), u"see fluxgate get clusters"_s));
        return;
    }
    if (!QDir().mkpath(m_wanted.folder)) {
        Q_EMIT finished(core::Error(core::Error::Kind::Refused, u"the folder cannot be made"_s, m_wanted.folder,
            u"choose a folder that you may write to"_s));
        return;
    }
    m_console->window().resize(m_wanted.size);
    m_console->window().show();
    QApplication::setActiveWindow(&m_console->window());
    if (m_wanted.context.isEmpty())
        return next();
    m_console->openClusters({m_wanted.context});
    for (const QString &page : m_console->window().pages())
        m_console->show(page); // each begins to read
    QTimer::singleShot(answered, this, &Screenshots::next);
}

void Screenshots::next()
{
    if (m_at == m_shots.size())
        return finish();
    const Shot &shot = m_shots[m_at];
    for (const ui::Scheme scheme : ui::allSchemes) {
        if (shot.theme == nameOf(scheme))
            m_theme.setScheme(scheme);
    }
    m_console->show(shot.pane);
    if (auto *page = m_console->window().findChild<ui::ObjectsPage *>(shot.pane); page && m_wanted.state == u"normal")
        page->select(0); // the worst, with its detail
    QTimer::singleShot(settled, this, &Screenshots::take);
}

void Screenshots::take()
{
    const Shot &shot = m_shots[m_at++];
    const QString file = (m_wanted.state == u"normal" ? u"%1-%2.png"_s.arg(shot.pane, shot.theme)
                                                      : u"%1-%2-%3.png"_s.arg(shot.pane, m_wanted.state, shot.theme));
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    if (!m_console->window().grab().save(&buffer, "PNG")) {
        Q_EMIT finished(core::Error(
            core::Error::Kind::Refused, u"the picture could not be made"_s, file, u"install Qt's PNG support"_s));
        return;
    }
    if (const auto written = write(file, png); !written) {
        Q_EMIT finished(written.error());
        return;
    }
    m_index.append(
        QJsonObject{{u"pane"_s, shot.pane}, {u"theme"_s, shot.theme}, {u"state"_s, m_wanted.state}, {u"file"_s, file}});
    if (shot.theme == m_wanted.themes.first())
        describe(shot.pane);
    next();
}

void Screenshots::describe(const QString &pane)
{
    const QWidget &window = m_console->window();
    m_widgets.append(described(window, window, pane));
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisible())
            m_widgets.append(described(*widget, window, pane));
    }
}

core::Result<> Screenshots::write(const QString &name, const QByteArray &bytes) const
{
    return core::writeFile(QDir(m_wanted.folder).filePath(name), bytes, core::Access::Shared);
}

void Screenshots::finish()
{
    for (const auto &[name, content] : {std::pair(u"index.json"_s, m_index), std::pair(u"widgets.json"_s, m_widgets)}) {
        if (const auto written = write(name, QJsonDocument(content).toJson()); !written) {
            Q_EMIT finished(written.error());
            return;
        }
    }
    Q_EMIT finished(int(m_shots.size()));
}

} // namespace app
