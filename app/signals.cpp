// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signals.h"

#include <QSocketNotifier>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace app {

#ifdef Q_OS_UNIX

namespace {
// A handler may do next to nothing: it writes a byte, and the event loop does the rest (signal-safety(7)).
int ends[2] = {-1, -1};
constexpr std::array heard{SIGINT, SIGTERM, SIGHUP};

void onSignal(int)
{
    const char byte = 0;
    [[maybe_unused]] const auto written = ::write(ends[0], &byte, 1);
}
}

Signals::Signals(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return; // the signals then end the program as they always did
    m_notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto taken = ::read(ends[1], &byte, 1);
        Q_EMIT endRequested();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int number : heard)
        ::sigaction(number, &action, nullptr);
}

Signals::~Signals()
{
    for (const int number : heard)
        std::signal(number, SIG_DFL);
    for (int &end : ends) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

#else

Signals::Signals(QObject *parent)
    : QObject(parent)
{
}

Signals::~Signals() = default;

#endif

} // namespace app
