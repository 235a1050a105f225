// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/render/kustomize/build.h"

#include <QString>

class QCommandLineParser;

namespace app {

// `fluxgate render DIR`: what `kustomize build DIR` prints, with its flags and their defaults (design/cli.md).
struct Render {
    QString folder;
    render::Options options = {};
};

// Wrong usage is an Error in the words for the user.
core::Result<Render> renderOf(const QCommandLineParser &parser, const QStringList &arguments);

// Manifests to stdout, warnings and the error to stderr. Returns the exit status.
int renderFolder(const Render &wanted);

} // namespace app
