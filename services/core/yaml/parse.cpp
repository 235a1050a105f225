// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/parse.h"

#include "services/core/yaml/builder.h"

#include <yaml.h>

using namespace Qt::StringLiterals;

namespace core::yaml {

namespace {

class Parser {
public:
    explicit Parser(QByteArrayView bytes)
        : m_good(yaml_parser_initialize(&m_parser) == 1)
    {
        // It wants a text even where there is none. Any object may be looked at as unsigned char.
        const auto *text = reinterpret_cast<const unsigned char *>(bytes.isEmpty() ? "" : bytes.data());
        if (m_good)
            yaml_parser_set_input_string(&m_parser, text, static_cast<size_t>(bytes.size()));
    }
    ~Parser()
    {
        if (m_good)
            yaml_parser_delete(&m_parser);
    }
    Q_DISABLE_COPY_MOVE(Parser)

    bool next(yaml_event_t &event) { return m_good && yaml_parser_parse(&m_parser, &event) == 1; }

    // With the line that go-yaml names: marks count from 0, and only a scanner's are made to count from 1. v3 looks at
    // the context first, v2 at the problem.
    Error error(Schema schema) const
    {
        if (!m_good || m_parser.error == YAML_MEMORY_ERROR)
            return Error(Error::Kind::TooLarge, u"There is not enough memory to read this YAML"_s, {},
                u"close other programs"_s);
        const bool isScanner = m_parser.error == YAML_SCANNER_ERROR;
        const size_t context = m_parser.context_mark.line;
        const size_t problem = m_parser.problem_mark.line;
        size_t line = 0;
        if (schema == Schema::Manifest)
            line = context != 0 ? context + isScanner : problem != 0 ? problem + isScanner : 0;
        else
            line = problem != 0 ? problem + isScanner : context;
        const QString what =
            m_parser.problem ? QString::fromUtf8(m_parser.problem) : u"unknown problem parsing YAML content"_s;
        return malformedYaml((line != 0 ? u"yaml: line %1: "_s.arg(line) : u"yaml: "_s) + what, static_cast<int>(line));
    }

private:
    yaml_parser_t m_parser;
    bool m_good;
};

} // namespace

Result<std::vector<Document>> parse(QByteArrayView bytes, const ParseOptions &options)
{
    if (bytes.size() > options.limits.bytes)
        return Error(Error::Kind::TooLarge,
            u"This YAML is larger than %1 MiB"_s.arg(options.limits.bytes / 1024 / 1024), {}, u"split the file"_s);
    Parser parser(bytes);
    Builder builder(options);
    for (qsizetype count = 0; !builder.hasEnded(); ++count) {
        if (count % 1024 == 0 && options.stop.stop_requested())
            return Error(Error::Kind::Refused, u"Reading YAML was stopped"_s);
        yaml_event_t event;
        if (!parser.next(event))
            return parser.error(options.schema);
        const bool taken = builder.take(event);
        yaml_event_delete(&event);
        if (!taken)
            return builder.error();
    }
    return std::move(builder.documents());
}

Result<Document> parseFirst(QByteArrayView bytes, ParseOptions options)
{
    options.firstOnly = true;
    auto documents = parse(bytes, options);
    if (!documents)
        return documents.error();
    return documents->empty() ? Document() : documents->front();
}

} // namespace core::yaml
