// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/resourcetablemodel.h"
#include "ui/theme/theme.h"

#include <QSet>
#include <QTableView>
#include <QTimer>

namespace ui {

// A list of objects: whole rows, one hairline below each, no grid, widths from the font, j k g G and Enter.
class ResourceTable : public QTableView {
    Q_OBJECT

public:
    ResourceTable(const Theme &theme, const QString &name, QWidget *parent = nullptr);

    void setTable(models::ResourceTableModel *model);
    void setCompact(bool compact);
    // A column that is not there by default, by its title.
    void setExtraShown(const QByteArray &title, bool shown);

    struct Key {
        QString key;
        QString does;
    };
    // What keyPressEvent understands, in words.
    static QList<Key> keys();

    int hoveredRow() const { return m_hoveredRow; }
    bool isFirstColumn(int column) const;
    bool isLastColumn(int column) const;

Q_SIGNALS:
    void opened(int row); // Enter, or a double click
    void described(int row); // D
    void currentRowChanged(int row);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void restyle();
    void sortBy(int column, Qt::SortOrder order);
    void keepPlace();
    void findPlace();
    void fitColumns();
    int naturalWidth(const models::Column &column) const;
    void setHoveredRow(int row);
    void updateRow(int row);
    void updateAges();

    const Theme &m_theme;
    models::ResourceTableModel *m_table = nullptr;
    int m_hoveredRow = -1;
    QString m_keptUid; // of the current object, while the model is reset
    int m_keptScroll = 0;
    bool m_compact = false;
    QSet<QByteArray> m_extra; // titles of such columns that are shown
    QTimer m_age; // ages change with no news from the model
};

} // namespace ui
