// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/rendering.h"
#include "services/core/result.h"

#include <QSize>
#include <QStringList>

#include <optional>

namespace app {

enum class Format { Table, Wide, Json, Name };

// `fluxgate` alone: the window.
struct OpenWindow {
    QString context = {}; // opened at once; empty: none is contacted before somebody chooses
};

struct ShowHelp {
    QString text;
};

struct ShowVersion {
    Format format = Format::Table;
};

// Which clusters and namespaces a command acts on.
struct Scope {
    QString context = {}; // empty: the current one
    bool allContexts = false;
    std::optional<QString> space = {}; // empty: all namespaces; none: that of the context
};

// `fluxgate get WHAT`: what the pane of that name shows.
struct Get {
    QString what;
    QString name = {};
    QString filter = {};
    QString sort = {};
    Format format = Format::Table;
    Scope scope = {};
    std::chrono::milliseconds timeout{}; // of a request; zero: the usual deadlines
};

// `fluxgate screenshots`: one picture for each pane and theme.
struct TakeScreenshots {
    QString folder;
    QString context = {}; // opened before the pictures are taken; empty: none
    QStringList panes = {}; // empty: all
    QStringList themes = {};
    QString state = {};
    QSize size = {1440, 900};
    double scale = 1;
};

// What the user asked for, understood and checked; see design/cli.md.
struct CommandLine {
    std::variant<OpenWindow, ShowHelp, ShowVersion, Get, Render, TakeScreenshots> command;
    QString kubeconfig = {}; // --kubeconfig; empty: KUBECONFIG or ~/.kube/config
};

// arguments: as main() got them, with the program's name first. An Error is wrong usage, in the words for the user.
core::Result<CommandLine> parseCommandLine(const QStringList &arguments);

} // namespace app
