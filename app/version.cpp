// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/version.h"

#include "services/net/component.h"
#include "services/render/component.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace app {

QList<core::Component> components()
{
    QList<core::Component> all{{u"Fluxgate"_s, QStringLiteral(FLUXGATE_VERSION), u"GPL-3.0-or-later"_s}};
    all += core::components();
    all += net::components();
    all += render::components();
    return all;
}

QString versionText()
{
    QString text;
    for (const core::Component &each : components())
        text += u"%1 %2 %3\n"_s.arg(each.name, -10).arg(each.version, -10).arg(each.licence);
    return text;
}

QByteArray versionJson()
{
    QJsonObject document{{u"apiVersion"_s, u"fluxgate/v1"_s}, {u"kind"_s, u"Version"_s}, {u"errors"_s, QJsonArray()}};
    QJsonArray items;
    for (const core::Component &each : components()) {
        document.insert(each.name == u"Fluxgate" ? u"version"_s : each.name.toLower(), each.version);
        items.append(QJsonObject{{u"name"_s, each.name}, {u"version"_s, each.version}, {u"licence"_s, each.licence}});
    }
    document.insert("items"_L1, items);
    return QJsonDocument(document).toJson();
}

} // namespace app
