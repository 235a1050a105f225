// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/pages.h"

#include "ui/theme/focusring.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "tests/support/loop.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {
struct Screen {
    std::function<std::unique_ptr<QWidget>(const ui::Theme &)> make;
    QSize size;
};

const QMap<QString, Screen> &screens()
{
    static const QMap<QString, Screen> all{
        {u"kustomizations"_s, {gallery::kustomizationsWindow, {1440, 900}}},
        {u"diff"_s, {gallery::diffWindow, {1440, 900}}},
        {u"logs"_s, {gallery::logsWindow, {1440, 900}}},
        {u"palette"_s, {gallery::paletteWindow, {1440, 900}}},
        {u"writesheet"_s, {gallery::writeSheetWindow, {1440, 900}}},
        {u"components"_s, {gallery::componentsWindow, {1440, 900}}},
        {u"small"_s, {gallery::kustomizationsWindow, {1024, 700}}},
        {u"disconnected"_s, {gallery::disconnectedWindow, {1440, 900}}},
    };
    return all;
}

ui::Scheme schemeOf(const QString &name)
{
    for (const ui::Scheme scheme : ui::allSchemes) {
        if (name == nameOf(scheme))
            return scheme;
    }
    return ui::Scheme::Light;
}

// Where the pictures of the design show the focus.
void focusAsInPicture(QWidget &window, const QString &name)
{
    static const QMap<QString, QString> targets{{u"kustomizations"_s, u"list"_s}, {u"small"_s, u"list"_s},
        {u"disconnected"_s, u"list"_s}, {u"diff"_s, u"objects"_s}, {u"logs"_s, u"logSearch"_s},
        {u"components"_s, u"focused"_s}, {u"writesheet"_s, u"nameField"_s}};
    if (auto *widget = window.findChild<QWidget *>(targets.value(name)); widget && targets.contains(name))
        widget->setFocus(Qt::MouseFocusReason);
}
}

int main(int argc, char **argv)
{
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption screen(
        u"screenshot"_s, u"Write one picture: %1"_s.arg(QStringList(screens().keys()).join(u", "_s)), u"name"_s);
    const QCommandLineOption scheme(u"theme"_s, u"light, dark or contrast"_s, u"theme"_s, u"light"_s);
    const QCommandLineOption out(u"out"_s, u"Folder for the picture"_s, u"folder"_s, u"."_s);
    const QCommandLineOption font(u"font"_s, u"In place of the system font"_s, u"family"_s);
    const QCommandLineOption mono(u"mono"_s, u"In place of the system's fixed font"_s, u"family"_s);
    parser.addOptions({screen, scheme, out, font, mono});
    parser.process(app);

    if (parser.isSet(font)) {
        QFont base(parser.value(font));
        base.setPointSizeF(9.75); // 13 px, the size of the pictures
        QApplication::setFont(base);
    }
    ui::Theme theme(schemeOf(parser.value(scheme)));
    if (parser.isSet(mono))
        theme.setFixedFont(QFont(parser.value(mono)));
    QApplication::setStyle(new ui::Style(theme));
    ui::FocusRing ring;

    const QString name = parser.isSet(screen) ? parser.value(screen) : u"kustomizations"_s;
    if (!screens().contains(name)) {
        std::fprintf(stderr, "No such screen: %s\n", qPrintable(name));
        return 2;
    }
    const std::unique_ptr<QWidget> window = screens()[name].make(theme);
    window->resize(screens()[name].size);
    window->show();
    QApplication::setActiveWindow(window.get());
    if (!parser.isSet(screen))
        return QApplication::exec();

    focusAsInPicture(*window, name);
    processPending();
    const QString file = u"%1/%2-%3.png"_s.arg(parser.value(out), name, parser.value(scheme));
    QDir().mkpath(parser.value(out));
    return window->grab().save(file) ? 0 : 1;
}
