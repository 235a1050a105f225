// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/connection.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>
#include <QUuid>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace simulator {

namespace {

constexpr qint64 ReadAtOnce = 64 * 1024;
constexpr auto HandshakeTime = 10s;
constexpr auto RequestTime = 60s; // from its first byte to its last
constexpr auto StallTime = 60s;
constexpr auto LingerTime = 5s;
constexpr auto ShortestWatch = 1800s; // of a watch that names no length: apiserver's --min-request-timeout, up to twice
constexpr auto LastBookmark = 2s; // before the end (apiserver pkg/storage/cacher)

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 410: return "Gone";
    case 413: return "Request Entity Too Large";
    case 422: return "Unprocessable Entity";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return status < 500 ? "Refused" : "Internal Server Error";
    }
}

QByteArray date()
{
    return QLocale::c().toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
}

} // namespace

Connection::Connection(qintptr handle, Site &site, QObject *parent)
    : QObject(parent)
    , m_site(site)
{
    connect(&m_socket, &QSslSocket::readyRead, this, &Connection::receive);
    connect(&m_socket, &QSslSocket::disconnected, this, &Connection::closed);
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, [this](qint64 bytes) {
        m_taken += bytes;
        goOn();
    });
    m_socket.setSslConfiguration(site.tls);
    m_socket.setReadBufferSize(ReadAtOnce);
    if (!m_socket.setSocketDescriptor(handle)) {
        QMetaObject::invokeMethod(this, &Connection::closed, Qt::QueuedConnection);
        return;
    }
    m_socket.startServerEncryption();
    m_site.clock.callLater(HandshakeTime, this, [this] {
        if (!m_socket.isEncrypted())
            cut();
    });
}

void Connection::cut()
{
    dropWatch();
    m_socket.abort();
}

void Connection::receive()
{
    // While it is busy the bytes stay in the socket, whose buffer is bounded.
    if (m_closing) {
        m_socket.readAll();
        return;
    }
    if (m_telling || m_silent || waiting() > MostWaiting)
        return;
    serve(m_reader.feed(m_socket.readAll()));
}

void Connection::serve(RequestReader::State state)
{
    using State = RequestReader::State;
    for (; state != State::Wanting; state = m_reader.next()) {
        if (state == State::Failed)
            return refuse(m_reader.failure());
        if (state == State::Continue) {
            m_socket.write("HTTP/1.1 100 Continue\r\n\r\n");
            continue;
        }
        ++m_requests;
        answer(m_reader.take());
        if (m_telling || m_silent || m_closing || waiting() > MostWaiting)
            return;
    }
    timeRequest();
}

// While it is us who keep the client waiting, half a request that it has sent on is no fault of its.
void Connection::timeRequest()
{
    if (!m_reader.isBegun() || std::exchange(m_timed, true))
        return;
    m_site.clock.callLater(RequestTime, this, [this, number = m_requests] {
        m_timed = false;
        if (m_requests == number && m_reader.isBegun() && !m_telling && !m_silent)
            cut();
        else
            timeRequest();
    });
}

void Connection::answer(const HttpRequest &request)
{
    if (m_site.ledger.isSilent()) {
        m_silent = true;
        m_site.ledger.note({request.verb, request.target, 0});
        return;
    }
    auto reply = replyTo(request);
    const auto *whole = std::get_if<Answer>(&reply);
    m_site.ledger.note({request.verb, request.target, whole ? whole->status : 200});
    if (!whole)
        return begin(std::get<WatchPlan>(std::move(reply)));
    m_closing = request.wantsClose();
    send(*whole, request.verb != "HEAD");
    if (m_closing)
        m_socket.disconnectFromHost();
}

Reply Connection::replyTo(const HttpRequest &request) const
{
    if (const auto failure = m_site.ledger.takeFailure())
        return answerOf(Status::ofCode(*failure));
    if (!Api::isPublic(request) && !isAuthorised(request))
        return answerOf(Status::unauthorized());
    return m_site.api.reply(request);
}

bool Connection::isAuthorised(const HttpRequest &request) const
{
    const auto given = request.header("authorization");
    const QByteArray scheme = "bearer ";
    return given.left(scheme.size()).toLower() == scheme
        && core::Secret(given.mid(scheme.size()).trimmed()) == m_site.token;
}

void Connection::sendHead(int status, const QByteArray &type, const QByteArray &rest)
{
    m_socket.write("HTTP/1.1 " + QByteArray::number(status) + ' ' + reasonOf(status)
        + "\r\nAudit-Id: " + QUuid::createUuid().toByteArray(QUuid::WithoutBraces)
        + "\r\nCache-Control: no-cache, private\r\nContent-Type: " + type + "\r\nDate: " + date() + "\r\n"
        + (m_closing ? "Connection: close\r\n" : "") + rest + "\r\n");
}

void Connection::send(const Answer &answer, bool bodyToo)
{
    const QByteArray retry = answer.status == 429 || answer.status == 503 ? "Retry-After: 1\r\n" : "";
    sendHead(answer.status, answer.type, retry + "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n");
    if (bodyToo)
        m_socket.write(answer.body);
}

// What cannot be understood may be followed by anything: nothing more is read from this client.
void Connection::refuse(int status)
{
    m_closing = true;
    m_site.ledger.note({{}, {}, status});
    if (status == 413)
        send(answerOf(Status::tooLarge(RequestReader::MostBody)));
    else
        send({status, "text/plain; charset=utf-8", QByteArray::number(status) + ' ' + reasonOf(status)});
    // To close while the client still sends would reset the connection, and our answer would be lost with it.
    if (status == 400)
        m_socket.disconnectFromHost();
    else
        m_site.clock.callLater(LingerTime, this, [this] { m_socket.disconnectFromHost(); });
}

void Connection::begin(WatchPlan plan)
{
    const auto asked = plan.options.seconds.value_or(0);
    m_telling = std::make_unique<Telling>(m_site.cluster, std::move(plan));
    const auto length = asked > 0
        ? std::chrono::seconds(std::min(asked, qint64(24 * 3600)))
        : ShortestWatch + std::chrono::seconds(QRandomGenerator::global()->bounded(int(ShortestWatch.count())));
    m_telling->end = m_site.clock.now() + length;
    sendHead(200, "application/json", "Transfer-Encoding: chunked\r\n");
    m_site.clock.callLater(length, m_telling.get(), [this, mine = m_telling.get()] {
        if (m_telling.get() == mine)
            watchOver();
    });
    if (m_telling->watch.wantsBookmarks())
        scheduleBookmark();
    tell();
}

// One each period and one shortly before the end, so that the next watch begins late.
void Connection::scheduleBookmark()
{
    if (m_telling->lastBookmark)
        return;
    const auto left = m_telling->end - m_site.clock.now();
    const auto last = left > LastBookmark ? left - LastBookmark : left / 2;
    m_telling->lastBookmark = last <= m_site.bookmarks;
    const auto pause = std::min(m_site.bookmarks, last);
    m_site.clock.callLater(pause, m_telling.get(), [this, mine = m_telling.get()] {
        if (m_telling.get() == mine)
            tell();
        if (m_telling.get() != mine)
            return;
        if (const auto line = m_telling->watch.bookmark(); line && waiting() <= MostWaiting)
            sendChunk(*line);
        scheduleBookmark();
    });
}

void Connection::tell()
{
    while (m_telling && waiting() <= MostWaiting) {
        const auto lines = m_telling->watch.more();
        for (const QByteArray &line : lines)
            sendChunk(line);
        if (m_telling->watch.isOver())
            return watchOver();
        if (lines.isEmpty())
            return;
    }
    // It does not keep up. That it takes a pause is its right, that it never takes anything again is not.
    if (m_telling && !std::exchange(m_guarded, true)) {
        m_site.clock.callLater(StallTime, m_telling.get(), [this, taken = m_taken, mine = m_telling.get()] {
            if (m_telling.get() != mine)
                return;
            m_guarded = false;
            if (waiting() <= MostWaiting)
                return;
            if (m_taken == taken)
                cut();
            else
                tell();
        });
    }
}

void Connection::endWatch()
{
    if (m_telling)
        watchOver();
}

// May be called from a timer of the telling itself, which therefore goes a little later.
void Connection::dropWatch()
{
    m_guarded = false;
    if (auto *telling = m_telling.release())
        telling->deleteLater();
}

void Connection::watchOver()
{
    dropWatch();
    m_socket.write("0\r\n\r\n");
    QMetaObject::invokeMethod(this, &Connection::goOn, Qt::QueuedConnection);
}

void Connection::sendChunk(const QByteArray &bytes)
{
    m_socket.write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
}

qint64 Connection::waiting() const
{
    return m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite();
}

void Connection::goOn()
{
    if (waiting() > MostWaiting || m_closing || m_silent)
        return;
    if (m_telling)
        return tell();
    serve(m_reader.next());
    if (!m_telling && !m_closing && m_socket.bytesAvailable() > 0)
        receive();
}

} // namespace simulator
