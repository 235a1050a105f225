// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/requestreader.h"

#include <algorithm>

namespace simulator {

namespace {

constexpr int MostHeaders = 100;

bool isToken(const QByteArray &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool hasControl(const QByteArray &text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return uchar(c) < 0x20 ? c != '\t' : c == 0x7f; });
}

int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0'
        : c >= 'a' && c <= 'f'  ? c - 'a' + 10
        : c >= 'A' && c <= 'F'  ? c - 'A' + 10
                                : -1;
}

// Nothing for a % that two hexadecimal digits do not follow, or for what is not UTF-8.
std::optional<QString> decoded(QByteArray text, bool plusIsSpace)
{
    if (plusIsSpace)
        text.replace('+', ' ');
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes += text[i];
            continue;
        }
        if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0)
            return {};
        bytes += char(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        i += 2;
    }
    const auto string = QString::fromUtf8(bytes);
    return string.toUtf8() == bytes ? std::optional(string) : std::nullopt;
}

} // namespace

QByteArray HttpRequest::header(const QByteArray &name) const
{
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&name](const auto &entry) { return entry.first == name; });
    return found == headers.end() ? QByteArray() : found->second;
}

bool HttpRequest::wantsClose() const
{
    return header("connection").toLower().split(',').contains("close");
}

RequestReader::State RequestReader::feed(const QByteArray &bytes)
{
    m_buffer += bytes;
    return next();
}

RequestReader::State RequestReader::next()
{
    if (m_failure)
        return State::Failed;
    if (!m_headRead) {
        const auto end = m_buffer.indexOf("\r\n\r\n");
        if (end > MostHead || (end < 0 && m_buffer.size() > MostHead))
            return fail(431);
        if (end < 0)
            return State::Wanting;
        const auto state = readHead(end);
        if (state != State::Wanting)
            return state;
    }
    if (m_buffer.size() < m_length)
        return State::Wanting;
    m_request.body = m_buffer.left(m_length);
    m_buffer.remove(0, m_length);
    m_headRead = false;
    return State::Ready;
}

HttpRequest RequestReader::take()
{
    return std::exchange(m_request, {});
}

RequestReader::State RequestReader::fail(int status)
{
    m_failure = status;
    m_buffer.clear();
    return State::Failed;
}

RequestReader::State RequestReader::readHead(qsizetype end)
{
    const auto head = m_buffer.left(end);
    m_buffer.remove(0, end + 4);
    m_request = {};
    qsizetype begin = 0;
    for (int line = 0; begin <= head.size(); ++line) {
        auto stop = head.indexOf("\r\n", begin);
        stop = stop < 0 ? head.size() : stop;
        const auto text = head.mid(begin, stop - begin);
        begin = stop + 2;
        if (line > MostHeaders)
            return fail(431);
        if (!(line == 0 ? readRequestLine(text) : readHeader(text)))
            return fail(400);
    }
    const auto hosts = std::count_if(
        m_request.headers.begin(), m_request.headers.end(), [](const auto &entry) { return entry.first == "host"; });
    if (hosts != 1 || !understandBody())
        return fail(400);
    if (m_length > MostBody)
        return fail(413);
    m_headRead = true;
    const bool waits = m_request.header("expect").toLower() == "100-continue" && m_buffer.size() < m_length;
    return waits ? State::Continue : State::Wanting;
}

bool RequestReader::readRequestLine(const QByteArray &line)
{
    const auto parts = line.split(' ');
    if (parts.size() != 3 || !isToken(parts[0]) || parts[2] != "HTTP/1.1")
        return false;
    m_request.verb = parts[0];
    m_request.target = parts[1];
    return readTarget();
}

bool RequestReader::readTarget()
{
    const auto &target = m_request.target;
    const bool plain = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!target.startsWith('/') || !plain || target.contains('#'))
        return false;
    const auto mark = target.indexOf('?');
    const auto segments = target.left(mark < 0 ? target.size() : mark).mid(1).split('/');
    for (const QByteArray &segment : segments) {
        const auto text = decoded(segment, false);
        if (!text)
            return false;
        m_request.path << *text;
    }
    if (m_request.path.last().isEmpty())
        m_request.path.removeLast();
    const auto pairs = mark < 0 ? QList<QByteArray>() : target.mid(mark + 1).split('&');
    for (const QByteArray &pair : pairs) {
        const auto equals = pair.indexOf('=');
        const auto name = decoded(pair.left(equals < 0 ? pair.size() : equals), true);
        const auto value = decoded(equals < 0 ? QByteArray() : pair.mid(equals + 1), true);
        if (!name || !value)
            return false;
        m_request.query.append({*name, *value});
    }
    return true;
}

bool RequestReader::readHeader(const QByteArray &line)
{
    const auto colon = line.indexOf(':');
    const auto name = line.left(colon);
    const auto value = line.mid(colon + 1).trimmed();
    if (colon <= 0 || !isToken(name) || hasControl(value))
        return false;
    m_request.headers.append({name.toLower(), value});
    return true;
}

// Only a length that is said once: two ways to find the end of a body are two requests to somebody.
bool RequestReader::understandBody()
{
    m_length = 0;
    int lengths = 0;
    for (const auto &[name, value] : std::as_const(m_request.headers)) {
        if (name == "transfer-encoding")
            return false;
        if (name != "content-length")
            continue;
        const bool digits = !value.isEmpty() && value.size() <= 18
            && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || ++lengths > 1)
            return false;
        m_length = qsizetype(value.toLongLong());
    }
    return true;
}

} // namespace simulator
