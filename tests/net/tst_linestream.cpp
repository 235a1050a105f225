// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/linestream.h"
#include "tests/support/await.h"

#include <deque>

using namespace core;
using namespace net;
using namespace Qt::StringLiterals;

namespace {

class Script final : public BodyStream {
public:
    Script(std::deque<QByteArray> pieces, Result<> end)
        : m_pieces(std::move(pieces))
        , m_end(std::move(end))
    {
        std::erase(m_pieces, QByteArray());
    }

    QByteArray take() override
    {
        if (m_pieces.empty())
            return {};
        const auto piece = m_pieces.front();
        m_pieces.pop_front();
        return piece;
    }
    std::optional<Result<>> outcome() const override { return m_pieces.empty() ? std::optional(m_end) : std::nullopt; }
    void onNews(std::function<void()>) override { }

private:
    std::deque<QByteArray> m_pieces;
    Result<> m_end;
};

Async<QByteArrayList> read(std::deque<QByteArray> pieces, Result<> end, qsizetype longest = 1000)
{
    LineStream stream(std::make_unique<Script>(pieces, end), longest);
    QByteArrayList lines;
    for (;;) {
        const auto line = co_await stream.next();
        if (!line)
            co_return line.error();
        if (!*line)
            break;
        lines << **line;
    }
    lines << QByteArray::number(stream.incomplete());
    co_return lines;
}

} // namespace

class tst_LineStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splitAtEveryByte()
    {
        const QByteArray text = "one\r\n\ntwo \xE2\x82\xAC\nlast\nrest";
        const QByteArrayList expected{"one", "", "two \xE2\x82\xAC", "last", "4"};
        for (qsizetype first = 0; first <= text.size(); ++first) {
            for (qsizetype second = first; second <= text.size(); ++second) {
                const auto lines =
                    outcomeOf(read({text.left(first), text.mid(first, second - first), text.mid(second)}, {}));
                QVERIFY(lines && *lines);
                QCOMPARE(**lines, expected);
            }
        }
    }
    void byteByByte()
    {
        std::deque<QByteArray> pieces;
        for (const char c : QByteArray("a\nbb\nccc\n"))
            pieces.push_back(QByteArray(1, c));
        const auto lines = outcomeOf(read(pieces, {}));
        QCOMPARE(**lines, (QByteArrayList{"a", "bb", "ccc", "0"}));
    }
    void theErrorComesAfterTheLines()
    {
        const auto error = failureOf(read({"a\nb"}, Error(Error::Kind::Truncated, u"cut"_s)));
        QCOMPARE(error.summary(), u"cut"_s);
    }
    void limits()
    {
        QVERIFY(*outcomeOf(read({QByteArray(1000, 'x') + '\n'}, {})));
        QCOMPARE(failureOf(read({QByteArray(1001, 'x') + '\n'}, {})).kind(), Error::Kind::TooLarge);
        QCOMPARE(
            failureOf(read({"a\n", QByteArray(600, 'x'), QByteArray(600, 'x')}, {})).kind(), Error::Kind::TooLarge);
    }
    void aMillionLinesOnAShortStack()
    {
        QByteArray text;
        for (int i = 0; i < 1'000'000; ++i)
            text += "x\n";
        const auto lines = outcomeOf(read({text}, {}));
        QCOMPARE((*lines)->size(), 1'000'001);
    }
};

QTEST_GUILESS_MAIN(tst_LineStream)
#include "tst_linestream.moc"
