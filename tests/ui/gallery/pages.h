// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/mainwindow.h"

#include <memory>

namespace gallery {

// One function per picture. Each returns a window that is ready to be shown.
std::unique_ptr<QWidget> kustomizationsWindow(const ui::Theme &theme);
std::unique_ptr<QWidget> paletteWindow(const ui::Theme &theme);
std::unique_ptr<QWidget> writeSheetWindow(const ui::Theme &theme);
std::unique_ptr<QWidget> disconnectedWindow(const ui::Theme &theme);
std::unique_ptr<QWidget> diffWindow(const ui::Theme &theme);
std::unique_ptr<QWidget> logsWindow(const ui::Theme &theme);
std::unique_ptr<QWidget> componentsWindow(const ui::Theme &theme);

// Scope bar, sidebar, strip and status line as in all pictures.
std::unique_ptr<ui::MainWindow> window(const ui::Theme &theme, const QString &page, const QString &cluster = {});

} // namespace gallery
