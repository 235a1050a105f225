// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/views/rowarea.h"

namespace gallery {

// The objects of a diff, two lines each, under their class. In the product a tree view with a TwoLineDelegate.
class DiffList : public ui::RowArea {
    Q_OBJECT

public:
    explicit DiffList(const ui::Theme &theme, QWidget *parent = nullptr);

    QString rowText(int row) const override;

protected:
    void paintRow(QPainter &painter, int row, const QRect &rect) override;
    bool canBeCurrent(int row) const override;
    void measure() override;

private:
    struct Row {
        QString name;
        QString kind; // empty: the title of a group
        QString note;
        models::Difference difference = models::Difference::Unchanged;
        bool folded = false;
    };
    QList<Row> m_rows;
};

} // namespace gallery
