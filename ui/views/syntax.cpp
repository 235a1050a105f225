// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/syntax.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

#include <memory>

namespace ui {

namespace {

// The five colours of the design for the many styles of the library; the rest stays plain.
std::optional<Token> tokenOf(KSyntaxHighlighting::Theme::TextStyle style)
{
    using KSyntaxHighlighting::Theme;
    switch (style) {
    case Theme::Keyword:
    case Theme::ControlFlow:
    case Theme::Operator: return Token::SynKeyword;
    case Theme::DataType:
    case Theme::Attribute:
    case Theme::Function:
    case Theme::Variable: return Token::SynKey;
    case Theme::String:
    case Theme::Char:
    case Theme::SpecialString:
    case Theme::VerbatimString: return Token::SynString;
    case Theme::DecVal:
    case Theme::BaseN:
    case Theme::Float:
    case Theme::Constant: return Token::SynNumber;
    case Theme::Comment:
    case Theme::Documentation: return Token::SynComment;
    default: return {};
    }
}

class LineReader final : public KSyntaxHighlighting::AbstractHighlighter {
public:
    explicit LineReader(const KSyntaxHighlighting::Definition &language) { setDefinition(language); }

    QList<CodeSpan> spans(const QString &line)
    {
        m_spans.clear();
        highlightLine(line, {});
        return std::move(m_spans);
    }

protected:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        const auto token = tokenOf(format.textStyle());
        if (token && length > 0)
            m_spans.append({offset, length, *token});
    }

private:
    QList<CodeSpan> m_spans;
};

} // namespace

Highlighter syntaxOf(const QString &language)
{
    static const KSyntaxHighlighting::Repository repository; // its definitions are inside the library: 7 ms, once
    const auto definition = repository.definitionForName(language);
    if (!definition.isValid())
        return {};
    return [reader = std::make_shared<LineReader>(definition)](const QString &line) { return reader->spans(line); };
}

} // namespace ui
