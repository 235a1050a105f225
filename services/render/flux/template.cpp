// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/render/flux/template.h"

#include "services/render/flux/characters.h"
#include "services/render/kustomize/problem.h"

#include <QChar>

namespace render::flux {

namespace {

constexpr int deepest = 100; // "${a:-${b:-..." within each other; upstream has no limit

bool isName(char32_t c)
{
    return QChar::isLetter(c) || QChar::isDigit(c) || c == U'_';
}

class Parser {
public:
    explicit Parser(std::string_view text)
        : m_text(text.substr(0, text.find('\0'))) // where envsubst takes the text to end
    {
    }

    core::Result<std::vector<Piece>> parse()
    {
        std::vector<Piece> pieces;
        while (m_at < m_text.size()) {
            if (takesStart()) {
                auto variable = this->variable(0);
                if (!variable)
                    return variable.error();
                pieces.push_back(*std::move(variable));
            } else {
                pieces.push_back({false, literal([](char) { return true; }, "$"), {}, {}});
            }
        }
        return pieces;
    }

private:
    static core::Error badSubstitution() { return problem("bad substitution"); }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool isStart() const { return m_text.substr(m_at, 2) == "${"; }
    bool takesStart()
    {
        const bool found = isStart();
        m_at += found ? 2 : 0;
        return found;
    }
    bool take(char c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }

    // What is accepted, up to the next "${". escaped: characters that may stand behind themselves ("$"), or behind a
    // backslash ("/", "\").
    template<typename Accept>
    std::string literal(const Accept &accept, std::string_view escaped = {})
    {
        std::string text;
        while (m_at < m_text.size() && !isStart()) {
            const char c = m_text[m_at];
            const char next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
            const bool isDollar = c == '$' && next == '$' && escaped.find('$') != std::string_view::npos;
            const bool isBackslash =
                c == '\\' && (next == '/' || next == '\\') && escaped.find('\\') != std::string_view::npos;
            if (!isDollar && !isBackslash && !accept(c))
                break;
            m_at += isDollar || isBackslash ? 1 : 0;
            text += m_text[m_at++];
        }
        return text;
    }

    std::string name()
    {
        const size_t begin = m_at;
        while (m_at < m_text.size()) {
            const Character character = firstCharacter(m_text.substr(m_at));
            if (!isName(character.value))
                break;
            m_at += character.width;
        }
        return std::string(m_text.substr(begin, m_at - begin));
    }

    core::Result<Piece> closed(Piece piece)
    {
        if (!take('}'))
            return badSubstitution();
        return piece;
    }

    // Behind "${".
    core::Result<Piece> variable(int depth)
    {
        if (depth > deepest)
            return refused("variables are nested more than 100 levels deep");
        Piece piece{true, {}, {}, {}};
        if (take('#')) {
            piece.operation = "#";
            piece.text = name();
            return piece.text.empty() ? badSubstitution() : closed(std::move(piece));
        }
        piece.text = name();
        if (piece.text.empty())
            return problem("unable to parse variable name");
        switch (peek()) {
        case ':':
        case '=': return defaultOrSubstring(std::move(piece), depth);
        case ',':
        case '^': return casing(std::move(piece));
        case '/': return replacement(std::move(piece), depth);
        case '#':
        case '%': return removal(std::move(piece), depth);
        default: break;
        }
        if (!take('}'))
            return problem("missing closing brace");
        return piece;
    }

    template<typename Accept>
    core::Result<> argument(Piece &piece, int depth, const Accept &accept, std::string_view escaped = {})
    {
        if (takesStart()) {
            auto inner = variable(depth + 1);
            if (!inner)
                return inner.error();
            piece.arguments.push_back(*std::move(inner));
            return {};
        }
        std::string text = literal(accept, escaped);
        if (text.empty())
            return problem("unable to parse substitution within function");
        piece.arguments.push_back({false, std::move(text), {}, {}});
        return {};
    }

    core::Result<Piece> defaultOrSubstring(Piece piece, int depth)
    {
        const std::string_view two = m_text.substr(m_at, 2);
        const bool isDefault = two == ":=" || two == ":-" || two == ":?" || two == ":+";
        if (!isDefault && peek() == ':')
            return substring(std::move(piece), depth);
        piece.operation = isDefault ? two : std::string_view("=");
        m_at += piece.operation.size();
        while (peek() != '}') {
            if (const auto done = argument(piece, depth, [](char c) { return c != '}'; }); !done)
                return done.error();
        }
        return closed(std::move(piece));
    }

    core::Result<Piece> substring(Piece piece, int depth)
    {
        piece.operation = ":";
        ++m_at;
        if (const auto done = argument(piece, depth, [](char c) { return c != ':' && c != '}'; }); !done)
            return done.error();
        if (take('}'))
            return piece;
        if (!take(':'))
            return badSubstitution();
        while (take(':')) { }
        if (const auto done = argument(piece, depth, [](char c) { return c != '}'; }); !done)
            return done.error();
        return closed(std::move(piece));
    }

    core::Result<Piece> casing(Piece piece)
    {
        while (piece.operation.size() < 2 && (peek() == ',' || peek() == '^'))
            piece.operation += m_text[m_at++];
        return closed(std::move(piece));
    }

    core::Result<Piece> removal(Piece piece, int depth)
    {
        const char sign = peek();
        while (piece.operation.size() < 2 && take(sign))
            piece.operation += sign;
        if (const auto done = argument(piece, depth, [](char c) { return c != '}'; }); !done)
            return done.error();
        return closed(std::move(piece));
    }

    core::Result<Piece> replacement(Piece piece, int depth)
    {
        piece.operation = "/";
        ++m_at;
        if (const char second = peek(); second == '/' || second == '#' || second == '%')
            piece.operation += m_text[m_at++];
        if (const auto done = argument(
                piece, depth, [](char c) { return c != '/'; }, "$\\");
            !done)
            return done.error();
        if (!take('/'))
            return badSubstitution();
        while (take('/')) { }
        if (peek() == '}')
            return closed(std::move(piece));
        if (const auto done = argument(
                piece, depth, [](char c) { return c != '}'; }, "$\\");
            !done)
            return done.error();
        return closed(std::move(piece));
    }

    std::string_view m_text;
    size_t m_at = 0;
};

} // namespace

core::Result<std::vector<Piece>> parseTemplate(std::string_view text)
{
    return Parser(text).parse();
}

} // namespace render::flux
