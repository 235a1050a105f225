// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"

#include "app/console.h"
#include "app/contexts.h"
#include "app/get.h"
#include "app/preferences.h"
#include "app/screenshots.h"
#include "app/signals.h"
#include "app/systemscheme.h"
#include "app/version.h"
#include "app/workspace.h"
#include "services/core/printable.h"
#include "ui/theme/focusring.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace app {

namespace {

// Off unless QT_LOGGING_RULES="fluxgate.start=true": when things happened at the start.
Q_LOGGING_CATEGORY(start, "fluxgate.start", QtWarningMsg)

void name(QCoreApplication &application)
{
    application.setApplicationName(u"fluxgate"_s);
    application.setApplicationVersion(QStringLiteral(FLUXGATE_VERSION));
}

int openWindow(const CommandLine &line, int argc, char **argv)
{
    QApplication application(argc, argv);
    name(application);
    SystemScheme system; // before the theme, which replaces the palette that it looks at
    ui::Theme theme(system.scheme());
    QApplication::setStyle(new ui::Style(theme));
    const ui::FocusRing ring;
    Preferences preferences(theme, &system, settingsFile());
    Contexts contexts(line.kubeconfig);
    Workspace workspace(contexts);
    Console console(theme, preferences, contexts, workspace);
    if (const QString &wanted = std::get<OpenWindow>(line.command).context; !wanted.isEmpty()) {
        QObject::connect(
            &contexts, &Contexts::changed, &console,
            [&console, wanted] {
                console.openClusters({wanted});
                console.show(u"kustomizations"_s);
            },
            Qt::SingleShotConnection);
    }
    const Signals heard;
    QObject::connect(&heard, &Signals::endRequested, &application, &QCoreApplication::quit);
    QObject::connect(&console.window(), &ui::MainWindow::closed, &application, &QCoreApplication::quit);
    console.window().resize(theme.metric().ems(90), theme.metric().ems(56.25)); // 1440 x 900 at the design's font
    console.window().show();
    qCInfo(start, "window shown");
    contexts.reload();
    return QApplication::exec();
}

int takeScreenshots(const CommandLine &line, const TakeScreenshots &wanted, int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(wanted.scale));
    QApplication application(argc, argv);
    name(application);
    Screenshots::chooseFonts();
    ui::Theme theme(ui::Scheme::Light);
    QApplication::setStyle(new ui::Style(theme));
    const ui::FocusRing ring;
    Contexts contexts(line.kubeconfig);
    if (wanted.state == u"empty")
        contexts.readNothing();
    else
        contexts.readNow();
    Workspace workspace(contexts);
    Screenshots screenshots(theme, contexts, workspace, wanted);
    const Signals heard;
    QObject::connect(&heard, &Signals::endRequested, &application, [&] { application.exit(Failed); });
    QObject::connect(&screenshots, &Screenshots::finished, &application, [&](const core::Result<int> &taken) {
        if (taken)
            std::fprintf(stderr, "%d pictures in %s\n", *taken, qPrintable(wanted.folder));
        application.exit(taken ? Done : complain(taken.error()));
    });
    QMetaObject::invokeMethod(&screenshots, &Screenshots::start, Qt::QueuedConnection);
    return QApplication::exec();
}

template<typename... Does>
struct Each : Does... {
    using Does::operator()...;
};

} // namespace

int run(const CommandLine &line, int argc, char **argv)
{
    return std::visit(Each{
                          [&](const OpenWindow &) { return openWindow(line, argc, argv); },
                          [](const ShowHelp &help) {
                              print(stdout, help.text.toUtf8());
                              return int(Done);
                          },
                          [](const ShowVersion &version) {
                              print(stdout, version.format == Format::Json ? versionJson() : versionText().toUtf8());
                              return int(Done);
                          },
                          [&](const Get &get) { return app::get(line, get, argc, argv); },
                          [](const Render &wanted) { return renderFolder(wanted); },
                          [&](const TakeScreenshots &wanted) { return takeScreenshots(line, wanted, argc, argv); },
                      },
        line.command);
}

void print(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

int complain(const core::Error &error)
{
    QStringList parts = error.place().isEmpty() ? QStringList{error.summary(), error.detail(), error.help()}
                                                : QStringList{error.cause(), error.place(), error.help()};
    parts.removeAll(QString());
    print(stderr, u"error: %1\n"_s.arg(core::printable(parts.join(u": "_s))).toUtf8());
    return Failed;
}

} // namespace app
