// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>
#include <optional>
#include <utility>
#include <variant>

namespace core {

// What went wrong, in words a person can act on, plus the little a program needs to decide what to do next.
class Error {
public:
    enum class Kind {
        Network,
        Timeout,
        Certificate,
        Redirected,
        Truncated,
        TooLarge, // on the way
        Unauthorized,
        Forbidden,
        NotFound,
        Conflict,
        Gone,
        Throttled,
        Refused,
        Server, // the server's own answer
        Malformed, // it answered, and not in a way we understand
    };

    Error(Kind kind, QString summary, QString detail = {}, QString help = {})
        : m_kind(kind)
        , m_summary(std::move(summary))
        , m_detail(std::move(detail))
        , m_help(std::move(help))
    {
    }

    Kind kind() const { return m_kind; }
    QString summary() const { return m_summary; } // one sentence: what, where, why
    QString detail() const { return m_detail; } // the technical words behind it
    QString help() const { return m_help; } // what to try

    // How long the server asked to be left alone.
    std::optional<std::chrono::milliseconds> retryAfter() const { return m_retryAfter; }
    Error &&after(std::optional<std::chrono::milliseconds> pause) &&
    {
        m_retryAfter = pause;
        return std::move(*this);
    }

    // The same for a line of text, WHAT and WHERE apart: the cause in plain words, and the host and port or the file.
    QString cause() const { return m_cause.isEmpty() ? m_summary : m_cause; }
    QString place() const { return m_place; }
    Error &&about(QString cause, QString place) &&
    {
        m_cause = std::move(cause);
        m_place = std::move(place);
        return std::move(*this);
    }

    bool operator==(const Error &) const = default;

private:
    Kind m_kind;
    QString m_summary;
    QString m_detail;
    QString m_help;
    QString m_cause;
    QString m_place;
    std::optional<std::chrono::milliseconds> m_retryAfter;
};

// A value, or the Error that stands in its place.
template<typename T = void>
class [[nodiscard]] Result {
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    const T &operator*() const & { return std::get<0>(m_state); }
    T &operator*() & { return std::get<0>(m_state); }
    T &&operator*() && { return std::get<0>(std::move(m_state)); }
    const T *operator->() const { return &std::get<0>(m_state); }
    T *operator->() { return &std::get<0>(m_state); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

template<>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error)
        : m_error(std::move(error))
    {
    }

    explicit operator bool() const { return !m_error; }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace core
