// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>

#include <coroutine>
#include <memory>

namespace core {

// `const auto page = co_await background(QtConcurrent::run(parse, bytes));`  The work must own what it reads: when the
// waiting coroutine is destroyed, the work runs on to its end and nobody takes the answer.
template<typename T>
class Background {
public:
    explicit Background(QFuture<T> future)
        : m_future(std::move(future))
    {
    }
    Background(Background &&) noexcept = default;
    ~Background()
    {
        if (!m_watcher)
            return;
        m_watcher->disconnect();
        m_watcher.release()->deleteLater(); // it may be the very sender that is resuming us
    }

    bool await_ready() const { return m_future.isFinished(); }
    void await_suspend(std::coroutine_handle<> self)
    {
        m_watcher = std::make_unique<QFutureWatcher<T>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(), [self] { self.resume(); });
        m_watcher->setFuture(m_future);
    }
    T await_resume() { return m_future.takeResult(); }

private:
    QFuture<T> m_future;
    std::unique_ptr<QFutureWatcher<T>> m_watcher;
};

template<typename T>
Background<T> background(QFuture<T> future)
{
    return Background<T>(std::move(future));
}

} // namespace core
