// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rendering.h"

#include "app/commands.h"
#include "services/core/printable.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace app {

namespace {
core::Error usage(const QString &what, const QString &where, const QString &cure)
{
    return core::Error(core::Error::Kind::Refused, what, where, cure);
}

// The value of an option by its word; a default where it is not given. The last one counts, as the parser has it.
template<typename Value>
core::Result<Value> chosen(const QCommandLineParser &parser, const QString &option, const Value &without,
    std::initializer_list<std::pair<QString, Value>> words)
{
    if (!parser.isSet(option))
        return without;
    QStringList known;
    for (const auto &[word, value] : words) {
        if (word == parser.value(option))
            return value;
        known.append(word);
    }
    return usage(u"%1 is not a value of --%2"_s.arg(parser.value(option), option), u"render"_s,
        u"use one of %1"_s.arg(known.join(u", "_s)));
}
}

core::Result<Render> renderOf(const QCommandLineParser &parser, const QStringList &arguments)
{
    using namespace render;
    if (arguments.size() != 1)
        return usage(arguments.isEmpty() ? u"render what"_s : u"%1 is one argument too many"_s.arg(arguments[1]),
            u"render"_s, u"give one folder with a kustomization"_s);
    const auto reorder =
        chosen(parser, u"reorder"_s, Reorder::Legacy, {{u"legacy"_s, Reorder::Legacy}, {u"none"_s, Reorder::None}});
    if (!reorder)
        return reorder.error();
    const auto restrictor = chosen(parser, u"load-restrictor"_s, LoadRestrictor::RootOnly,
        {{u"LoadRestrictionsRootOnly"_s, LoadRestrictor::RootOnly}, {u"LoadRestrictionsNone"_s, LoadRestrictor::None}});
    if (!restrictor)
        return restrictor.error();
    const auto version = chosen(parser, u"kustomize-version"_s, Version::V5_8_1,
        {{u"5.6.0"_s, Version::V5_6_0}, {u"5.7.1"_s, Version::V5_7_1}, {u"5.8.1"_s, Version::V5_8_1}});
    if (!version)
        return version.error();
    Render wanted{arguments.first()};
    wanted.options.reorder = *reorder;
    wanted.options.loadRestrictor = *restrictor;
    wanted.options.managedByLabel = parser.isSet(u"enable-managedby-label"_s);
    wanted.options.version = *version;
    return wanted;
}

int renderFolder(const Render &wanted)
{
    // A kustomization may read beside its folder, as far as the load restrictor lets it.
    const core::DirectoryTree tree(u"/"_s);
    const QByteArray folder = QFile::encodeName(QDir(wanted.folder).absolutePath());
    const auto built = render::build(tree, folder.toStdString(), wanted.options);
    if (!built)
        return complain(built.error());
    for (const QString &warning : built->warnings)
        std::fprintf(stderr, "warning: %s\n", qPrintable(core::printable(warning)));
    const auto printed = render::print(*built);
    if (!printed)
        return complain(printed.error());
    const size_t size = size_t(printed->size());
    if (std::fwrite(printed->constData(), 1, size, stdout) != size || std::fflush(stdout) != 0)
        return complain(usage(u"the output could not be written"_s, u"stdout"_s, u"make room where it goes"_s));
    return Done;
}

} // namespace app
