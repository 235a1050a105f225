// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/difflist.h"

#include "ui/theme/paint.h"

using namespace Qt::StringLiterals;

namespace gallery {

using models::Difference;
using ui::drawIconAt;
using ui::drawText;
using ui::hairline;
using ui::Token;
using ui::Type;

DiffList::DiffList(const ui::Theme &theme, QWidget *parent)
    : ui::RowArea(theme, u"Objects"_s, parent)
{
    setObjectName(u"objects"_s);
    const auto group = [&](Difference difference, const QString &title, int count, bool folded = false) {
        m_rows.append({title, {}, QString::number(count), difference, folded});
    };
    const auto object = [&](const QString &name, const QString &kind, const QString &note) {
        m_rows.append({name, kind, note, m_rows.last().difference});
    };
    group(Difference::ToBePruned, u"To be pruned"_s, 2);
    object(u"reports-cache"_s, u"PersistentVolumeClaim"_s, u"deleted"_s);
    object(u"reports-env"_s, u"ConfigMap"_s, u"deleted"_s);
    group(Difference::Changed, u"Changed"_s, 4);
    object(u"api"_s, u"Deployment"_s, u"6"_s);
    object(u"api"_s, u"HorizontalPodAutoscaler"_s, u"1"_s);
    object(u"web"_s, u"Ingress"_s, u"2"_s);
    object(u"api-settings"_s, u"ConfigMap"_s, u"1"_s);
    group(Difference::Missing, u"Missing in the cluster"_s, 1);
    object(u"worker"_s, u"ServiceAccount"_s, {});
    group(Difference::Ignored, u"Ignored"_s, 3);
    object(u"web"_s, u"Deployment"_s, u"1"_s);
    object(u"api-tls"_s, u"Secret"_s, u"hash"_s);
    object(u"api"_s, u"Service"_s, u"1"_s);
    group(Difference::Unchanged, u"Unchanged"_s, 11, true);
    measure();
    setCurrentRow(4);
}

QString DiffList::rowText(int row) const
{
    const Row &content = m_rows[row];
    return u"%1 %2 %3, %4"_s.arg(content.kind, content.name, content.note, models::wordOf(content.difference));
}

bool DiffList::canBeCurrent(int row) const
{
    return !m_rows[row].kind.isEmpty();
}

void DiffList::measure()
{
    const ui::Metric &m = theme().metric();
    setRows(int(m_rows.size()), [&](int row) { return m_rows[row].kind.isEmpty() ? m.compactRow() : m.twoLineRow(); });
}

void DiffList::paintRow(QPainter &painter, int row, const QRect &rect)
{
    const ui::Metric &m = theme().metric();
    const Row &content = m_rows[row];
    QRect inner = rect.adjusted(m.us(3), 0, -m.us(3), 0);
    if (content.kind.isEmpty()) {
        painter.fillRect(rect, theme().color(Token::SurfaceRaised));
        if (row > 0)
            hairline(painter, rect, Qt::TopEdge, theme().color(Token::Border));
        hairline(painter, rect, Qt::BottomEdge, theme().color(Token::Border));
        drawIconAt(painter, theme(), inner, content.folded ? u"act-right"_s : u"act-down"_s, m.countIcon(),
            theme().color(Token::TextMuted));
        drawText(painter, inner.adjusted(m.countIcon() + m.us(1.5), 0, 0, 0), content.name,
            theme().font(Type::Caption, QFont::DemiBold),
            theme().color(content.difference == Difference::ToBePruned ? Token::Bad : Token::Text2));
        drawText(
            painter, inner, content.note, theme().font(Type::Caption), theme().color(Token::TextMuted), Qt::AlignRight);
        return;
    }
    const bool current = row == currentRow();
    if (current) {
        painter.fillRect(rect, rowHighlight(row));
        painter.fillRect(QRect(rect.topLeft(), QSize(m.edge(), rect.height())), theme().color(Token::Accent));
    }
    inner.setLeft(rect.left() + m.us(3.5));
    const auto color = [&](Token token) { return theme().color(current ? Token::OnSelection : token); };
    // A ConfigMap comes back with the next apply; stored data does not.
    const bool harmless = content.difference == Difference::ToBePruned && content.kind == u"ConfigMap";
    const auto tone = harmless ? models::Tone::Warning : models::toneOf(content.difference);
    drawIconAt(painter, theme(), inner, ui::iconOf(content.difference), m.statusIcon(), theme().tone(tone).foreground);
    drawText(painter, inner, content.note, theme().font(Type::Caption), color(Token::Text2), Qt::AlignRight);
    inner.setLeft(inner.left() + m.statusIcon() + m.us(2));
    const QRect upper(inner.left(), rect.top() + m.us(0.5), inner.width(), m.em());
    drawText(painter, upper, content.name, theme().font(Type::Body, QFont::Medium), color(Token::Text));
    drawText(painter, upper.translated(0, m.em()), content.kind, theme().font(Type::Caption), color(Token::TextMuted));
}

} // namespace gallery
