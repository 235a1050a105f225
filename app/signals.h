// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <array>

class QSocketNotifier;

namespace app {

// SIGINT, SIGTERM and SIGHUP as a Qt signal, so that the program ends in good order. One object at a time; on systems
// without Unix signals it says nothing.
class Signals : public QObject {
    Q_OBJECT

public:
    explicit Signals(QObject *parent = nullptr);
    ~Signals() override;

Q_SIGNALS:
    void endRequested();

private:
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace app
