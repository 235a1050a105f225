// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QObject>

#include <coroutine>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace core {

template<typename T = void>
class Async;

namespace detail {

struct PromiseBase {
    std::coroutine_handle<> waiter; // who resumes when this coroutine is done
    PromiseBase *waiting = nullptr; // the waiter's promise
    bool passesErrors = false; // the waiter takes the value only: our error is then its error too
    std::function<void()> onDone; // set on a root by TaskScope

    std::suspend_always initial_suspend() const noexcept { return {}; }
    void unhandled_exception() const noexcept { std::terminate(); }

    virtual const Error *error() const = 0;
    virtual void fail(Error error) = 0;

    // Starts a child and says whether there is anything to wait for. A child that is done at once must not resume us
    // from its own stack: a loop over ready answers would then grow the stack with every turn (g++ makes symmetric
    // transfer a tail call only when it optimises).
    bool waitsFor(std::coroutine_handle<> child)
    {
        m_starting = true;
        m_answered = false;
        child.resume();
        m_starting = false;
        return !m_answered;
    }

    // Walks outwards past every coroutine that our error ends; returns the first one that should run.
    std::coroutine_handle<> completed() noexcept
    {
        PromiseBase *promise = this;
        for (; promise->error() && promise->passesErrors; promise = promise->waiting)
            promise->waiting->fail(*promise->error());
        if (promise->onDone)
            promise->onDone();
        if (!promise->waiting)
            return std::noop_coroutine();
        if (!promise->waiting->m_starting)
            return promise->waiter;
        promise->waiting->m_answered = true;
        return std::noop_coroutine();
    }

protected:
    ~PromiseBase() = default;

private:
    bool m_starting = false;
    bool m_answered = false;
};

struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template<typename P>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<P> self) const noexcept
    {
        return self.promise().completed();
    }
    void await_resume() const noexcept { }
};

template<typename T>
struct Promise final : PromiseBase {
    std::optional<Result<T>> result;

    // g++ 12 destroys an aggregate temporary twice when it is built inside a co_await expression
    // (measured; equeim/tremotesf2#539 is the same bug). Refusing aggregates as parameters makes it a compile error.
    template<typename... Parameters>
    explicit Promise(const Parameters &...)
    {
        static_assert(
            !(std::is_aggregate_v<Parameters> || ...), "give coroutine parameters a constructor, see async.h");
    }

    Async<T> get_return_object();
    FinalAwaiter final_suspend() const noexcept { return {}; }
    void return_value(Result<T> value) { result = std::move(value); }

    const Error *error() const override { return result && !*result ? &result->error() : nullptr; }
    void fail(Error error) override { result = std::move(error); }
};

template<typename T>
struct ValueAwaiter {
    std::coroutine_handle<Promise<T>> child;

    bool await_ready() const noexcept { return false; }
    template<typename U>
    bool await_suspend(std::coroutine_handle<Promise<U>> self) const
    {
        child.promise().waiter = self;
        child.promise().waiting = &self.promise();
        child.promise().passesErrors = true;
        return self.promise().waitsFor(child);
    }
    T await_resume() const
    {
        if constexpr (!std::is_void_v<T>)
            return *std::move(*child.promise().result);
    }
};

template<typename T>
struct ResultAwaiter {
    std::coroutine_handle<Promise<T>> child;

    bool await_ready() const noexcept { return false; }
    template<typename U>
    bool await_suspend(std::coroutine_handle<Promise<U>> self) const
    {
        child.promise().waiter = self;
        child.promise().waiting = &self.promise();
        return self.promise().waitsFor(child);
    }
    Result<T> await_resume() const { return std::move(*child.promise().result); }
};

template<typename T>
struct UnwrapAwaiter {
    Result<T> result;

    bool await_ready() const noexcept { return bool(result); }
    template<typename U>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise<U>> self) noexcept
    {
        self.promise().fail(result.error());
        return self.promise().completed();
    }
    T await_resume()
    {
        if constexpr (!std::is_void_v<T>)
            return *std::move(result);
    }
};

} // namespace detail

// Work that has not finished, or not even begun: it begins when awaited or given to a TaskScope, and destroying it
// cancels it. `co_await task` is the value; an error ends the awaiting coroutine with that same error.
template<typename T>
class [[nodiscard]] Async {
public:
    using promise_type = detail::Promise<T>;
    using Handle = std::coroutine_handle<promise_type>;

    explicit Async(Handle handle)
        : m_handle(handle)
    {
    }
    Async(Async &&other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr))
    {
    }
    Async &operator=(Async &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~Async()
    {
        if (m_handle)
            m_handle.destroy();
    }

    auto operator co_await() const noexcept { return detail::ValueAwaiter<T>{m_handle}; }

    // For a caller who wants to look at the error instead of passing it on: `co_await task.result()`.
    auto result() const noexcept { return detail::ResultAwaiter<T>{m_handle}; }

private:
    friend class TaskScope;
    Handle m_handle;
};

template<typename T>
Async<T> detail::Promise<T>::get_return_object()
{
    return Async<T>(Async<T>::Handle::from_promise(*this));
}

// `co_await parse(bytes)` unwraps a Result, or ends the coroutine with its error.
template<typename T>
auto operator co_await(Result<T> result) noexcept
{
    return detail::UnwrapAwaiter<T>{std::move(result)};
}

// Owns running tasks. Make it a member of whoever would miss the answer: when that object goes, so does the work.
class TaskScope {
public:
    TaskScope() = default;
    Q_DISABLE_COPY_MOVE(TaskScope)

    template<typename T, typename Handler>
    void run(Async<T> task, Handler handler)
    {
        const auto running = std::make_shared<Async<T>>(std::move(task));
        m_running.push_back(running);
        running->m_handle.promise().onDone = [this, task = running.get(), handler = std::move(handler)]() mutable {
            // Delivered by the event loop: the finished coroutine is then off the stack and may be destroyed.
            QMetaObject::invokeMethod(
                &m_context,
                [this, task, handler = std::move(handler)]() mutable {
                    auto result = std::move(*task->m_handle.promise().result);
                    std::erase_if(m_running, [task](const auto &other) { return other.get() == task; });
                    handler(std::move(result));
                },
                Qt::QueuedConnection);
        };
        running->m_handle.resume();
    }

    bool isIdle() const { return m_running.empty(); }
    void cancel() { std::exchange(m_running, {}).clear(); }

private:
    std::vector<std::shared_ptr<void>> m_running;
    QObject m_context;
};

} // namespace core
