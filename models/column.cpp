// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/column.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace models {

QString titleOf(const Column &column)
{
    return QCoreApplication::translate("columns", column.title.constData());
}

QString sampleOf(const Column &column)
{
    return QCoreApplication::translate("columns", column.sample.constData());
}

QString textAt(const core::Resource &object, QStringView path)
{
    return object.at(core::Path(path)).toString();
}

namespace column {

namespace {
// A condition that is absent or neither True nor False says that nothing is known yet.
State stateOf(const QString &status)
{
    if (status == u"True")
        return State::Ready;
    return status == u"False" ? State::Failed : State::Unknown;
}
}

Column text(const QByteArray &title, QStringView path, Kind kind, const QByteArray &sample, int hideOrder)
{
    return {title, kind, sample,
        [at = core::Path(path)](const core::Resource &resource) {
            const QString text = resource.at(at).toString();
            return Cell{.text = text, .sortKey = text};
        },
        hideOrder};
}

Column number(const QByteArray &title, QStringView path)
{
    return {title, Kind::Count, "999", [at = core::Path(path)](const core::Resource &resource) {
                const qint64 value = resource.at(at).toInteger();
                return Cell{.text = QString::number(value), .sortKey = value};
            }};
}

Column condition(const QByteArray &title, QStringView type)
{
    return {title, Kind::Status, "Reconciling",
        [at = core::Path(u"status.conditions[type=%1]"_s.arg(type))](const core::Resource &resource) {
            const QJsonValue condition = resource.at(at);
            const State state = stateOf(condition["status"_L1].toString());
            return Cell{.text = wordOf(state),
                .sortKey = int(state),
                .tone = toneOf(state),
                .hint = condition["message"_L1].toString(),
                .state = state};
        }};
}

} // namespace column

} // namespace models
