// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/syntax.h"

#include <QTest>

using namespace ui;
using namespace Qt::StringLiterals;

namespace {
// The part of a line that has a colour, or nothing.
QString partIn(const QString &language, const QString &line, Token token)
{
    QString part;
    for (const CodeSpan &span : syntaxOf(language)(line)) {
        if (span.color == token)
            part += line.mid(span.start, span.length);
    }
    return part;
}
}

class tst_Syntax : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void yamlHasItsColours()
    {
        QVERIFY(partIn(u"YAML"_s, u"  replicas: 3"_s, Token::SynKey).contains(u"replicas"_s));
        QCOMPARE(partIn(u"YAML"_s, u"# why"_s, Token::SynComment), u"# why"_s);
        QVERIFY(partIn(u"YAML"_s, u"name: \"podinfo\""_s, Token::SynString).contains(u"podinfo"_s));
    }

    void jsonHasItsColours() { QVERIFY(partIn(u"JSON"_s, u"{\"replicas\": 3}"_s, Token::SynNumber).contains(u'3')); }

    void anUnknownLanguageColoursNothing() { QVERIFY(!syntaxOf(u"No such language"_s)); }
};

QTEST_MAIN(tst_Syntax)
#include "tst_syntax.moc"
