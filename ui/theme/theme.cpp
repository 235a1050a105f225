// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QToolTip>

using namespace Qt::StringLiterals;

// Must stand outside every namespace, and must be called at all: the linker drops the resources of a static library.
static void initialiseResources()
{
    Q_INIT_RESOURCE(fluxgate);
}

namespace ui {

namespace {
Tokens loaded(Scheme scheme)
{
    QFile file(u":/themes/tokens.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The program was built without its themes");
    return Tokens::parsed(file.readAll(), scheme);
}

double scaleOf(Type type)
{
    switch (type) {
    case Type::Number: return 1.7;
    case Type::PageTitle: return 1.3;
    case Type::ObjectTitle: return 1.15;
    case Type::Small:
    case Type::Section:
    case Type::Mono: return 0.92;
    case Type::Caption:
    case Type::KeyCap: return 0.88;
    case Type::Body: return 1.0;
    }
    return 1.0;
}

QFont::Weight weightOf(Type type)
{
    switch (type) {
    case Type::Number:
    case Type::PageTitle:
    case Type::ObjectTitle:
    case Type::Section: return QFont::DemiBold;
    default: return QFont::Normal;
    }
}
}

Theme::Theme(Scheme scheme, QObject *parent)
    : QObject(parent)
    , m_scheme(scheme)
    , m_fixed(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
    initialiseResources();
    m_tokens = loaded(scheme);
    measure();
    qApp->installEventFilter(this);
    announce();
}

void Theme::setScheme(Scheme scheme)
{
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    m_tokens = loaded(scheme);
    announce();
}

void Theme::setDensity(Density density)
{
    m_density = density;
    measure();
    announce();
}

void Theme::setFixedFont(const QFont &font)
{
    m_fixed = font;
    m_fonts.clear();
    announce();
}

ToneColors Theme::tone(models::Tone tone) const
{
    switch (tone) {
    case models::Tone::Neutral: return {color(Token::Text), color(Token::Surface)};
    case models::Tone::Good: return {color(Token::Good), color(Token::GoodBg)};
    case models::Tone::Busy: return {color(Token::Info), color(Token::InfoBg)};
    case models::Tone::Warning: return {color(Token::Warn), color(Token::WarnBg)};
    case models::Tone::Bad: return {color(Token::Bad), color(Token::BadBg)};
    case models::Tone::Muted: return {color(Token::Muted), color(Token::MutedBg)};
    }
    return {};
}

QFont Theme::font(Type type) const
{
    return font(type, weightOf(type));
}

QFont Theme::font(Type type, QFont::Weight weight) const
{
    const int key = int(type) * 1000 + int(weight);
    if (const auto known = m_fonts.constFind(key); known != m_fonts.cend())
        return *known;
    const bool mono = type == Type::Mono || type == Type::KeyCap;
    QFont font = mono ? m_fixed : m_base;
    // QFontInfo, because a font that was set in pixels has no point size of its own.
    font.setPointSizeF(QFontInfo(m_base).pointSizeF() * scaleOf(type));
    font.setWeight(weight);
    if (mono)
        font.setStyleStrategy(
            QFont::StyleStrategy(QFont::PreferDefault | QFont::PreferNoShaping)); // no ligatures in hashes
    m_fonts.insert(key, font);
    return font;
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Token token) { palette.setColor(role, color(token)); };
    set(QPalette::Window, Token::Chrome);
    set(QPalette::WindowText, Token::Text);
    set(QPalette::Text, Token::Text);
    set(QPalette::ButtonText, Token::Text);
    set(QPalette::Base, Token::Surface);
    set(QPalette::AlternateBase, Token::SurfaceRaised);
    set(QPalette::Button, Token::SurfaceRaised);
    set(QPalette::PlaceholderText, Token::TextMuted);
    set(QPalette::Highlight, Token::Selection);
    set(QPalette::HighlightedText, Token::OnSelection);
    set(QPalette::Link, Token::Link);
    set(QPalette::LinkVisited, Token::Link);
    set(QPalette::BrightText, Token::Bad);
    set(QPalette::ToolTipBase, Token::SurfaceRaised);
    set(QPalette::ToolTipText, Token::Text);
    set(QPalette::Light, Token::SurfaceRaised);
    set(QPalette::Midlight, Token::SurfaceRaised);
    set(QPalette::Mid, Token::Border);
    set(QPalette::Dark, Token::BorderStrong);
    set(QPalette::Shadow, Token::BorderStrong);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, color(Token::SelectionInactive));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(Token::TextDisabled));
    for (const auto role : {QPalette::Base, QPalette::Button})
        palette.setColor(QPalette::Disabled, role, color(Token::Chrome));
    return palette;
}

void Theme::follow(QObject *context, const std::function<void()> &apply) const
{
    apply();
    connect(this, &Theme::changed, context, apply);
}

// A filter on the application sees every event of every object, so it must decide at once.
bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange && watched == qApp && QApplication::font() != m_base) {
        measure();
        announce();
    }
    return QObject::eventFilter(watched, event);
}

void Theme::measure()
{
    m_base = QApplication::font();
    m_fonts.clear();
    m_metric = Metric(m_base, m_density);
}

void Theme::announce()
{
    m_icons.clear();
    QApplication::setPalette(palette());
    QToolTip::setPalette(palette());
    Q_EMIT changed();
}

QString iconOf(models::State state)
{
    using models::State;
    switch (state) {
    case State::None: return {};
    case State::Failed: return u"status-failed"_s;
    case State::Stalled: return u"status-stalled"_s;
    case State::Missing: return u"status-missing"_s;
    case State::Unreachable: return u"status-warning"_s;
    case State::Drifted: return u"status-drifted"_s;
    case State::Waiting: return u"status-waiting"_s;
    case State::Reconciling: return u"status-reconciling"_s;
    case State::Pending: return u"status-pending"_s;
    case State::Suspended: return u"status-suspended"_s;
    case State::Unknown: return u"status-unknown"_s;
    case State::Ready: return u"status-ready"_s;
    }
    return {};
}

QString iconOf(models::Difference difference)
{
    using models::Difference;
    switch (difference) {
    case Difference::ToBePruned: return u"class-removed"_s;
    case Difference::Changed: return u"class-changed"_s;
    case Difference::Missing: return u"status-missing"_s;
    case Difference::ExtraOwned:
    case Difference::LiveOnly: return u"class-added"_s;
    case Difference::Conflict: return u"class-conflict"_s;
    case Difference::Ignored: return u"class-ignored"_s;
    case Difference::Unchanged: return u"class-same"_s;
    }
    return {};
}

QString iconOf(models::Light light)
{
    using models::Light;
    switch (light) {
    case Light::Live: return u"light-live"_s;
    case Light::Stale: return u"light-stale"_s;
    case Light::Dark:
    case Light::Off: return u"light-dark"_s;
    }
    return {};
}

} // namespace ui
