// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"

#include <QGuiApplication>

int main(int argc, char **argv)
{
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const auto line = app::parseCommandLine(arguments);
    return line ? app::run(*line, argc, argv) : app::complain(line.error());
}
