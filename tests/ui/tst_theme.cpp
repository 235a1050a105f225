// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/gallery/pages.h"
#include "tests/support/look.h"
#include "ui/theme/paint.h"
#include "tests/support/loop.h"

#include <QDir>
#include <QFile>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace ui;

namespace {
double luminance(const QColor &color)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double ratio(const QColor &a, const QColor &b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QColor named(const Theme &theme, const QString &name)
{
    for (int i = 0; i < tokenCount; ++i) {
        if (name == nameOf(Token(i)))
            return theme.color(Token(i));
    }
    return {};
}
}

class tst_Theme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySchemeHasEveryToken()
    {
        QFile file(u":/themes/tokens.json"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray json = file.readAll();
        for (const Scheme scheme : allSchemes)
            QCOMPARE(Tokens::parsed(json, scheme).missing(), QStringList());
    }

    // The pairs are those of the design's own table, so a new pair there is a new case here.
    void everyPairIsReadable()
    {
        QFile table(QStringLiteral(SHARED "/design/look/contrast.md"));
        if (!table.exists())
            QSKIP("the design is not here: ../shared/design/look/contrast.md");
        QVERIFY(table.open(QIODevice::ReadOnly));
        Theme theme(Scheme::Light);
        int pairs = 0;
        double text = 4.5;
        while (!table.atEnd()) {
            const QStringList cells = QString::fromUtf8(table.readLine()).split(u'|');
            if (cells.size() > 1 && cells[1].contains(u"graphics"))
                text = 3;
            if (cells.size() < 6 || !named(theme, cells[1].trimmed()).isValid())
                continue;
            for (const Scheme scheme : allSchemes) {
                theme.setScheme(scheme);
                const double found = ratio(named(theme, cells[1].trimmed()), named(theme, cells[2].trimmed()));
                const double limit = text > 3 && scheme == Scheme::Contrast ? 7 : text;
                QVERIFY2(found >= limit,
                    qPrintable(u"%1 on %2 in %3: %4"_s.arg(cells[1], cells[2], nameOf(scheme)).arg(found)));
                ++pairs;
            }
        }
        QVERIFY(pairs > 300);
    }

    void everyIconLoadsAndIsTinted()
    {
        const Look look;
        const QStringList files = QDir(QStringLiteral(SOURCE "/resources/icons")).entryList({u"*.svg"_s});
        QVERIFY(files.size() >= 70);
        for (const QString &file : files) {
            const QImage image = look.theme.icons().pixmap(file.chopped(4), Qt::red, 48, 1).toImage();
            int painted = 0;
            for (int y = 0; y < 48; ++y) {
                for (int x = 0; x < 48; ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    painted += pixel.alpha() > 0;
                    QVERIFY2(pixel.alpha() < 250 || (pixel.green() < 5 && pixel.blue() < 5), qPrintable(file));
                }
            }
            QVERIFY2(painted > 20, qPrintable(file));
        }
    }

    void anIconIsSharpOnADenseScreen()
    {
        const Look look;
        const QPixmap pixmap = look.theme.icons().pixmap(u"status-ready"_s, Qt::black, 14, 1.5);
        QCOMPARE(pixmap.size(), QSize(21, 21));
        QCOMPARE(pixmap.devicePixelRatio(), 1.5);
    }

    void sizesFollowTheFont()
    {
        const Look look;
        const QFont before = QApplication::font();
        const int row = look.theme.metric().row();
        QFont bigger = before;
        bigger.setPointSizeF(before.pointSizeF() * 2);
        QApplication::setFont(bigger);
        QTRY_VERIFY(look.theme.metric().row() > row * 3 / 2);
        QApplication::setFont(before);
        QTRY_COMPARE(look.theme.metric().row(), row);
    }

    void aHairlineIsOneLineOfPixelsAtEveryScale_data()
    {
        QTest::addColumn<double>("scale");
        for (const double scale : {1.0, 1.25, 1.5, 2.0})
            QTest::addRow("%g", scale) << scale;
    }

    void aHairlineIsOneLineOfPixelsAtEveryScale()
    {
        QFETCH(double, scale);
        QImage image(qRound(40 * scale), qRound(40 * scale), QImage::Format_RGB32);
        image.setDevicePixelRatio(scale);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.translate(0, 3); // an odd offset is what blurs careless lines
        hairline(painter, QRect(0, 0, 40, 17), Qt::BottomEdge, Qt::black);
        painter.end();
        QCOMPARE(pixelsOf(image, Qt::black), image.width() * std::max(1, int(scale)));
        QCOMPARE(pixelsOf(image, Qt::black) + pixelsOf(image, Qt::white), image.width() * image.height());
    }

    // No restart, nothing left in the old colours, and selection and scroll where they were.
    void aNewThemeRepaintsEverything_data()
    {
        QTest::addColumn<int>("page");
        QTest::addColumn<int>("scheme");
        for (int page = 0; page < 5; ++page) {
            for (const Scheme scheme : {Scheme::Dark, Scheme::Contrast})
                QTest::addRow("page %d in %s", page, nameOf(scheme).data()) << page << int(scheme);
        }
    }

    void aNewThemeRepaintsEverything()
    {
        QFETCH(int, page);
        QFETCH(int, scheme);
        using Make = std::unique_ptr<QWidget> (*)(const Theme &);
        const Make pages[]{gallery::kustomizationsWindow, gallery::diffWindow, gallery::logsWindow,
            gallery::writeSheetWindow, gallery::componentsWindow};

        Look look;
        const std::unique_ptr<QWidget> changed = pages[page](look.theme);
        present(*changed, {1440, 900});
        QApplication::focusWidget() ? QApplication::focusWidget()->clearFocus() : void();
        changed->grab(); // fills every cache with the old colours
        look.theme.setScheme(Scheme(scheme));
        processPending();
        const QImage after = changed->grab().toImage();

        const std::unique_ptr<QWidget> fresh = pages[page](look.theme);
        present(*fresh, {1440, 900});
        QApplication::focusWidget() ? QApplication::focusWidget()->clearFocus() : void();
        processPending();
        const QImage expected = fresh->grab().toImage();
        if (after != expected) {
            after.save(QDir::temp().filePath(u"look-after.png"_s));
            expected.save(QDir::temp().filePath(u"look-expected.png"_s));
        }
        QVERIFY(after == expected);
    }
};

QTEST_MAIN(tst_Theme)
#include "tst_theme.moc"
