// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"
#include "services/net/response.h"

#include <QMutex>

#include <functional>
#include <optional>

namespace net {

// One request on its way, seen from both sides: the I/O thread fills it, the caller's thread empties it.
class Exchange {
public:
    enum class Body { Whole, Stream };

    Exchange(Request request, Body body)
        : m_request(std::move(request))
        , m_kind(body)
    {
    }
    Q_DISABLE_COPY_MOVE(Exchange)

    const Request &request() const { return m_request; }
    Body kind() const { return m_kind; }

    // I/O thread. These say whether the caller should be told (once, until it looks).
    [[nodiscard]] bool setHead(ResponseHead head);
    [[nodiscard]] bool append(const char *data, qsizetype size);
    [[nodiscard]] bool finish(core::Result<> outcome);
    bool mustPause(); // the reader lags: the sender is held, and resumes() will be true once

    // Caller's thread.
    void onNews(std::function<void()> news) { m_news = std::move(news); }
    void tell();
    QByteArray take();
    bool resumes();
    std::optional<ResponseHead> head() const;
    std::optional<core::Result<>> outcome() const; // set once nothing more will come and all has been taken
    bool hasNews() const; // there is something to take, or it is over

private:
    bool tellOnce() { return !std::exchange(m_told, true); }

    const Request m_request;
    const Body m_kind;
    std::function<void()> m_news;

    mutable QMutex m_mutex; // guards all below
    std::optional<ResponseHead> m_head;
    QByteArray m_body;
    std::optional<core::Result<>> m_outcome;
    bool m_paused = false;
    bool m_told = false;
};

} // namespace net
