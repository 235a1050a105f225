// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline.h"

#include "services/flux/duration.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace app {

namespace {

// One option, and the commands that take it; "*" is every command and the window.
struct OptionRow {
    QStringList names;
    QString value; // empty: a switch
    QString does;
    QStringList commands;
};

const QList<OptionRow> &options()
{
    static const QList<OptionRow> rows{
        {{u"h"_s, u"help"_s}, {}, u"Say what a command does and takes."_s, {u"*"_s}},
        {{u"kubeconfig"_s}, u"FILE"_s, u"The clusters of this file, not of KUBECONFIG or ~/.kube/config."_s,
            {{}, u"get"_s, u"screenshots"_s}},
        {{u"o"_s, u"output"_s}, u"FORMAT"_s, u"table, wide, json or name; version knows table and json."_s,
            {u"get"_s, u"version"_s}},
        {{u"filter"_s}, u"WORDS"_s, u"Only rows in which every word is found."_s, {u"get"_s}},
        {{u"context"_s}, u"NAME"_s, u"This context, not the current one; the window opens it at once."_s,
            {{}, u"get"_s, u"screenshots"_s}},
        {{u"all-contexts"_s}, {}, u"Every context of the kubeconfig."_s, {u"get"_s}},
        {{u"n"_s, u"namespace"_s}, u"NS"_s, u"This namespace; that of the context, else flux-system, without."_s,
            {u"get"_s}},
        {{u"A"_s, u"all-namespaces"_s}, {}, u"Every namespace."_s, {u"get"_s}},
        {{u"request-timeout"_s}, u"TIME"_s, u"How long one request may take: 30s, 2m; nothing is asked twice."_s,
            {u"get"_s}},
        {{u"sort"_s}, u"COLUMN"_s, u"By the name of a column; worst first without."_s, {u"get"_s}},
        {{u"reorder"_s}, u"ORDER"_s, u"legacy, which is kustomize's default, or none."_s, {u"render"_s}},
        {{u"load-restrictor"_s}, u"WHICH"_s, u"LoadRestrictionsRootOnly, or LoadRestrictionsNone as Flux has it."_s,
            {u"render"_s}},
        {{u"enable-managedby-label"_s}, {}, u"Label every object with the version of kustomize."_s, {u"render"_s}},
        {{u"kustomize-version"_s}, u"V"_s, u"5.6.0, 5.7.1 or 5.8.1; 5.8.1 without."_s, {u"render"_s}},
        {{u"out"_s}, u"DIR"_s, u"Folder for the pictures, index.json and widgets.json."_s, {u"screenshots"_s}},
        {{u"pane"_s}, u"P[,P]"_s, u"Only these panes."_s, {u"screenshots"_s}},
        {{u"theme"_s}, u"T[,T]"_s, u"light, dark, contrast; light and dark without."_s, {u"screenshots"_s}},
        {{u"state"_s}, u"STATE"_s, u"normal, or empty: as on a machine without clusters."_s, {u"screenshots"_s}},
        {{u"size"_s}, u"WxH"_s, u"Of the window; 1440x900 without."_s, {u"screenshots"_s}},
        {{u"scale"_s}, u"S"_s, u"Device pixels for each pixel, 0.5 to 4; 1 without."_s, {u"screenshots"_s}},
    };
    return rows;
}

struct CommandRow {
    QString name;
    QString takes;
    QString does;
};

const QList<CommandRow> &commands()
{
    static const QList<CommandRow> rows{
        {u"get"_s, u"WHAT [NAME]"_s,
            u"Print what a pane shows: clusters, sources, kustomizations (ks), helmreleases (hr), events, or any kind "
            "that the API server offers."_s},
        {u"render"_s, u"DIR"_s, u"Print what kustomize builds of a folder."_s},
        {u"screenshots"_s, u"--out DIR"_s, u"Draw every pane into a picture; needs no display."_s},
        {u"version"_s, {}, u"Versions of the program and its libraries, and their licences."_s},
    };
    return rows;
}

core::Error usage(const QString &what, const QString &where, const QString &cure)
{
    return core::Error(core::Error::Kind::Refused, what, where, cure);
}

QString lineOf(const QString &head, const QString &text)
{
    return u"  %1  %2\n"_s.arg(head, -28).arg(text);
}

QString helpFor(const QString &command)
{
    QString text;
    if (command.isEmpty()) {
        text += u"usage: fluxgate [--kubeconfig FILE]            open the console\n"
                "       fluxgate COMMAND [ARGUMENT] [OPTION]...\n\nCommands:\n"_s;
        for (const CommandRow &row : commands())
            text += lineOf(u"%1 %2"_s.arg(row.name, row.takes), row.does);
    } else {
        for (const CommandRow &row : commands()) {
            if (row.name == command)
                text += u"usage: fluxgate %1 %2 [OPTION]...\n\n%3\n"_s.arg(row.name, row.takes, row.does);
        }
    }
    text += u"\nOptions:\n"_s;
    for (const OptionRow &row : options()) {
        if (!row.commands.contains(u"*"_s) && !row.commands.contains(command))
            continue;
        QStringList names;
        for (const QString &name : row.names)
            names.append((name.size() == 1 ? u"-"_s : u"--"_s) + name);
        text += lineOf(names.join(u", "_s) + (row.value.isEmpty() ? QString() : u" "_s + row.value), row.does);
    }
    return text;
}

core::Result<Format> formatOf(const QCommandLineParser &parser, const QStringList &known)
{
    const QString name = parser.isSet(u"output"_s) ? parser.value(u"output"_s) : u"table"_s;
    if (!known.contains(name))
        return usage(u"%1 is not a format"_s.arg(name), u"-o"_s, u"use one of %1"_s.arg(known.join(u", "_s)));
    static const QHash<QString, Format> formats{
        {u"table"_s, Format::Table}, {u"wide"_s, Format::Wide}, {u"json"_s, Format::Json}, {u"name"_s, Format::Name}};
    return formats[name];
}

core::Result<Scope> scopeOf(const QCommandLineParser &parser)
{
    Scope scope{parser.value(u"context"_s), parser.isSet(u"all-contexts"_s)};
    if (scope.allContexts && parser.isSet(u"context"_s))
        return usage(u"--context and --all-contexts exclude each other"_s, u"get"_s, u"leave one of them out"_s);
    if (parser.isSet(u"all-namespaces"_s) && parser.isSet(u"namespace"_s))
        return usage(u"--namespace and --all-namespaces exclude each other"_s, u"get"_s, u"leave one of them out"_s);
    if (parser.isSet(u"all-namespaces"_s))
        scope.space = QString(u""_s);
    else if (parser.isSet(u"namespace"_s))
        scope.space = parser.value(u"namespace"_s);
    return scope;
}

core::Result<Get> getOf(const QCommandLineParser &parser, const QStringList &arguments)
{
    if (arguments.isEmpty())
        return usage(u"get what"_s, u"get"_s, u"use for example: fluxgate get kustomizations"_s);
    if (arguments.size() > 2)
        return usage(u"%1 is one argument too many"_s.arg(arguments[2]), u"get"_s, u"give one name, or use --filter"_s);
    const auto format = formatOf(parser, {u"table"_s, u"wide"_s, u"json"_s, u"name"_s});
    if (!format)
        return format.error();
    Get get{arguments.first(), arguments.value(1), parser.value(u"filter"_s), parser.value(u"sort"_s), *format};
    const auto scope = scopeOf(parser);
    if (!scope)
        return scope.error();
    get.scope = *scope;
    if (parser.isSet(u"request-timeout"_s)) {
        const auto timeout = flux::goDuration(parser.value(u"request-timeout"_s));
        if (!timeout || timeout->count() <= 0)
            return usage(u"%1 is no duration"_s.arg(parser.value(u"request-timeout"_s)), u"--request-timeout"_s,
                u"use for example 30s or 2m"_s);
        get.timeout = *timeout;
    }
    return get;
}

core::Result<TakeScreenshots> screenshotsOf(const QCommandLineParser &parser)
{
    TakeScreenshots shots;
    shots.folder = parser.value(u"out"_s);
    if (shots.folder.isEmpty())
        return usage(u"no folder for the pictures"_s, u"screenshots"_s, u"add --out DIR"_s);
    shots.context = parser.value(u"context"_s);
    shots.panes = parser.value(u"pane"_s).split(u',', Qt::SkipEmptyParts);
    shots.themes = parser.value(u"theme"_s).split(u',', Qt::SkipEmptyParts);
    if (shots.themes.isEmpty())
        shots.themes = {u"light"_s, u"dark"_s};
    for (const QString &theme : std::as_const(shots.themes)) {
        if (!QStringList{u"light"_s, u"dark"_s, u"contrast"_s}.contains(theme))
            return usage(u"%1 is not a theme"_s.arg(theme), u"--theme"_s, u"use light, dark or contrast"_s);
    }
    shots.state = parser.isSet(u"state"_s) ? parser.value(u"state"_s) : u"normal"_s;
    if (shots.state != u"normal" && shots.state != u"empty")
        return usage(u"%1 is not a state"_s.arg(shots.state), u"--state"_s, u"use normal or empty"_s);
    if (parser.isSet(u"size"_s)) {
        const QStringList sides = parser.value(u"size"_s).split(u'x');
        shots.size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
        if (shots.size.width() < 200 || shots.size.height() < 200 || shots.size.width() > 8000
            || shots.size.height() > 8000)
            return usage(u"%1 is not a size"_s.arg(parser.value(u"size"_s)), u"--size"_s,
                u"use WIDTHxHEIGHT, each from 200 to 8000"_s);
    }
    if (parser.isSet(u"scale"_s)) {
        shots.scale = parser.value(u"scale"_s).toDouble();
        if (!(shots.scale >= 0.5 && shots.scale <= 4))
            return usage(
                u"%1 is not a scale"_s.arg(parser.value(u"scale"_s)), u"--scale"_s, u"use a number from 0.5 to 4"_s);
    }
    return shots;
}

// Every option is known to the parser, so that an option of another command can be named as just that.
core::Result<> checkOptions(const QCommandLineParser &parser, const QString &command)
{
    for (const OptionRow &row : options()) {
        if (!parser.isSet(row.names.last()) || row.commands.contains(u"*"_s) || row.commands.contains(command))
            continue;
        const QString what = command.isEmpty() ? u"the window does not take --%1"_s.arg(row.names.last())
                                               : u"%1 does not take --%2"_s.arg(command, row.names.last());
        return usage(what, u"fluxgate %1"_s.arg(command).trimmed(), u"see fluxgate --help"_s);
    }
    return {};
}

} // namespace

core::Result<CommandLine> parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    for (const OptionRow &row : options())
        parser.addOption(row.value.isEmpty() ? QCommandLineOption(row.names, row.does)
                                             : QCommandLineOption(row.names, row.does, row.value));
    if (!parser.parse(arguments)) {
        QString what = parser.errorText();
        if (what.endsWith(u'.'))
            what.chop(1);
        return usage(what, u"fluxgate"_s, u"see fluxgate --help"_s);
    }
    QStringList rest = parser.positionalArguments();
    const QString command = rest.isEmpty() ? QString() : rest.takeFirst();
    const bool known = command.isEmpty()
        || std::any_of(
            commands().begin(), commands().end(), [&](const CommandRow &row) { return row.name == command; });
    if (!known)
        return usage(u"no command %1"_s.arg(command), u"fluxgate"_s, u"see fluxgate --help"_s);
    if (parser.isSet(u"help"_s))
        return CommandLine{ShowHelp{helpFor(command)}};
    if (const auto checked = checkOptions(parser, command); !checked)
        return checked.error();

    CommandLine line{OpenWindow{parser.value(u"context"_s)}, parser.value(u"kubeconfig"_s)};
    if (command == u"get") {
        auto get = getOf(parser, rest);
        if (!get)
            return get.error();
        line.command = *std::move(get);
        return line;
    }
    if (command == u"render") {
        auto wanted = renderOf(parser, rest);
        if (!wanted)
            return wanted.error();
        line.command = *std::move(wanted);
        return line;
    }
    if (!rest.isEmpty())
        return usage(u"%1 takes no argument %2"_s.arg(command, rest.first()), u"fluxgate %1"_s.arg(command),
            u"see fluxgate %1 --help"_s.arg(command));
    if (command == u"version") {
        const auto format = formatOf(parser, {u"table"_s, u"json"_s});
        if (!format)
            return format.error();
        line.command = ShowVersion{*format};
    } else if (command == u"screenshots") {
        auto shots = screenshotsOf(parser);
        if (!shots)
            return shots.error();
        line.command = *std::move(shots);
    }
    return line;
}

} // namespace app
