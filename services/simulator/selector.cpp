// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/selector.h"

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

constexpr int MostRequirements = 1000;
constexpr qsizetype LongestValue = 63;

bool isAlphanumeric(QChar c)
{
    return c.unicode() < 128 && c.isLetterOrNumber();
}

// A label value, or the name part of a label key.
bool isLabelWord(QStringView word)
{
    if (word.isEmpty() || word.size() > LongestValue || !isAlphanumeric(word.front()) || !isAlphanumeric(word.back()))
        return false;
    return std::all_of(
        word.begin(), word.end(), [](QChar c) { return isAlphanumeric(c) || c == u'-' || c == u'_' || c == u'.'; });
}

// Why it is no key of a label, in the words of apimachinery pkg/util/validation; nothing when it is one.
QString wrongKey(const QString &key)
{
    const auto parts = key.split(u'/');
    const auto rule =
        u"must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"_s;
    if (parts.size() > 2)
        return u"a valid label key "_s + rule
            + u" with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"_s;
    if (parts.size() == 2 && parts.first().isEmpty())
        return u"prefix part must be non-empty"_s;
    return isLabelWord(parts.last()) ? QString() : u"name part "_s + rule;
}

QString textAt(const QJsonObject &object, const QString &path)
{
    QJsonValue value = object;
    const auto steps = path.split(u'.');
    for (const QString &step : steps)
        value = value[step];
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

} // namespace

// The grammar of k8s.io/apimachinery/pkg/labels: a, !a, a=b, a==b, a!=b, a in (b,c), a notin (b), a>1, a<1.
class LabelParser {
public:
    using Requirement = Selector::Requirement;
    using Operator = Requirement::Operator;

    explicit LabelParser(const QString &text)
        : m_text(text)
    {
        advance();
    }

    // What is wrong, or nothing.
    QString parse(QList<Requirement> &requirements)
    {
        while (!m_token.isEmpty()) {
            if (requirements.isEmpty() && m_token != u"!"_s && !isWord())
                return u"found '%1', expected: !, identifier, or 'end of string'"_s.arg(m_token);
            Requirement requirement;
            const auto problem = parseOne(requirement);
            if (!problem.isEmpty())
                return u"unable to parse requirement: "_s + problem;
            requirements.append(requirement);
            if (requirements.size() > MostRequirements)
                return u"too many requirements"_s;
            if (m_token.isEmpty())
                break;
            if (m_token != u","_s)
                return u"found '%1', expected: ',' or 'end of string'"_s.arg(m_token);
            advance();
            if (m_token.isEmpty() || m_token == u","_s)
                return u"found '%1', expected: identifier after ','"_s.arg(m_token);
        }
        return {};
    }

private:
    static bool isSymbol(QChar c) { return u"=!()<>,"_s.contains(c); }

    void advance()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
        const auto begin = m_at;
        if (m_at < m_text.size() && isSymbol(m_text[m_at])) {
            const auto two = m_text.mid(m_at, 2);
            m_at += two == u"=="_s || two == u"!="_s ? 2 : 1;
        } else {
            while (m_at < m_text.size() && !m_text[m_at].isSpace() && !isSymbol(m_text[m_at]))
                ++m_at;
        }
        m_token = m_text.mid(begin, m_at - begin);
    }
    bool isWord() const { return !m_token.isEmpty() && !isSymbol(m_token.front()); }

    QString parseOne(Requirement &requirement)
    {
        const bool absent = m_token == u"!"_s;
        if (absent)
            advance();
        if (!isWord())
            return u"found '%1', expected: identifier"_s.arg(m_token);
        requirement.key = m_token;
        const auto wrong = wrongKey(requirement.key);
        if (!wrong.isEmpty())
            return u"<nil>: Invalid value: \"%1\": %2"_s.arg(requirement.key, wrong);
        advance();
        if (absent || m_token.isEmpty() || m_token == u","_s) {
            requirement.is = absent ? Operator::Absent : Operator::Exists;
            return {};
        }
        const auto sign = std::exchange(m_token, {});
        advance();
        if (sign == u"in"_s || sign == u"notin"_s) {
            requirement.is = sign == u"in"_s ? Operator::In : Operator::NotIn;
            return parseSet(requirement);
        }
        if (sign == u"="_s || sign == u"=="_s)
            requirement.is = Operator::In;
        else if (sign == u"!="_s)
            requirement.is = Operator::NotIn;
        else if (sign == u">"_s || sign == u"<"_s)
            requirement.is = sign == u">"_s ? Operator::Greater : Operator::Less;
        else
            return u"found '%1', expected: in, notin, =, ==, !=, gt, lt"_s.arg(sign);
        return parseValue(requirement);
    }

    QString parseValue(Requirement &requirement)
    {
        if (m_token.isEmpty() || m_token == u","_s) { // "a=" asks for an empty value
            requirement.values << QString();
        } else if (!isWord()) {
            return u"found '%1', expected: identifier"_s.arg(m_token);
        } else {
            requirement.values << m_token;
            advance();
        }
        return checked(requirement);
    }

    QString parseSet(Requirement &requirement)
    {
        auto &values = requirement.values;
        if (m_token != u"("_s)
            return u"found '%1' expected: '('"_s.arg(m_token);
        for (;;) {
            advance();
            if (isWord()) {
                values << m_token;
                advance();
            } else if (m_token == u","_s || m_token == u")"_s) {
                values << QString();
            } else {
                return u"found '%1', expected: ',', ')' or identifier"_s.arg(m_token);
            }
            if (m_token == u")"_s)
                break;
            if (m_token != u","_s)
                return u"found '%1', expected: ',' or ')'"_s.arg(m_token);
        }
        advance();
        return checked(requirement);
    }

    static QString checked(const Requirement &requirement)
    {
        for (qsizetype i = 0; i < requirement.values.size(); ++i) {
            const auto &value = requirement.values[i];
            if (!value.isEmpty() && !isLabelWord(value))
                return u"values[%1][%2]: Invalid value: \"%3\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"_s
                    .arg(QString::number(i), requirement.key, value);
        }
        return {};
    }

    const QString m_text;
    qsizetype m_at = 0;
    QString m_token;
};

std::variant<Selector, Status> Selector::parsed(const QString &labels, const QString &fields, const Kind &kind)
{
    Selector selector;
    const auto problem = LabelParser(labels).parse(selector.m_labels);
    if (!problem.isEmpty())
        return Status::badRequest(problem);
    const auto terms = fields.split(u',', Qt::SkipEmptyParts);
    for (const QString &term : terms) {
        const auto equals = term.indexOf(u'=');
        if (equals < 0)
            return Status::badRequest(u"invalid selector: '%1'; can't understand '%2'"_s.arg(fields, term));
        const bool other = equals > 0 && term[equals - 1] == u'!';
        const auto name = term.left(other ? equals - 1 : equals).trimmed();
        const auto value = term.mid(term.mid(equals, 2) == u"=="_s ? equals + 2 : equals + 1).trimmed();
        const bool always = name == "metadata.name"_L1 || (name == "metadata.namespace"_L1 && kind.namespaced);
        if (!always && !kind.fields.contains(name)) {
            // Kinds with fields of their own, and custom ones, answer in other words than the rest.
            if (kind.custom || !kind.fields.isEmpty())
                return Status::badRequest(u"field label not supported: "_s + name);
            return Status::badRequest(
                u"\"%1\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""_s.arg(name));
        }
        selector.m_fields.append({always ? name : kind.fields[name],
            other ? Requirement::Operator::NotIn : Requirement::Operator::In, {value}});
    }
    return selector;
}

bool Selector::Requirement::admits(const std::optional<QString> &value) const
{
    switch (is) {
    case Operator::In: return value && values.contains(*value);
    case Operator::NotIn: return !value || !values.contains(*value);
    case Operator::Exists: return value.has_value();
    case Operator::Absent: return !value;
    case Operator::Greater: return value && value->toLongLong() > values.first().toLongLong();
    case Operator::Less: return value && value->toLongLong() < values.first().toLongLong();
    }
    return false;
}

bool Selector::matches(const Object &object) const
{
    if (isEmpty())
        return true;
    const auto labels = object.json["metadata"_L1]["labels"_L1];
    const auto label = [&labels](const QString &key) {
        const auto value = labels[key];
        return value.isString() ? std::optional(value.toString()) : std::nullopt;
    };
    return std::all_of(m_labels.begin(), m_labels.end(), [&](const Requirement &requirement) {
        return requirement.admits(label(requirement.key));
    }) && std::all_of(m_fields.begin(), m_fields.end(), [&](const Requirement &requirement) {
        return requirement.admits(textAt(object.json, requirement.key));
    });
}

} // namespace simulator
