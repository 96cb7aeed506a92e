//! Lines, costs and the list of all amounts (M2 to M6).

mod house;

use command::{
    board::ReadBoard,
    deal::{CloseDeal, ReopenDeal, WinDeal},
    money::{SaveCosts, SaveLines},
};
use domain::{
    deal::{Entry, Facts, NewDeal, Status},
    finance::{Filter as Wanted, Of, Query as Asked, Sort},
    id::{CategoryId, DealId, UserId},
    ledger::{Kind, Ledger, Side},
    line::{Cost, CostForm, Discount, Line, LineForm, Quantity, Terms},
    money::{Currency, Money, Totals},
    people::User,
    product::{Catalogue, ProductForm},
    refusal::{Field, Refusal},
    text::{Name, Prose},
};
use fastrand::Rng;
use house::{House, form, refusal};
use num_bigint::BigInt;
use store::{Result, bulk::BulkDeal};

fn money(minor: i64) -> Money {
    Money { minor, currency: Currency::PLN }
}

fn line(name: &str, quantity: i64, price: i64, discount: i64) -> Line {
    let terms = Terms {
        quantity: Quantity::known(quantity),
        price: money(price),
        discount: Discount::known(discount),
        date: None,
    };
    Line::new(None, Name::known(name), terms).unwrap()
}

fn two_lines() -> Vec<Line> {
    vec![line("Truck", 3_000, 123_450, 1_000), line("Charger", 1_000, 9_999, 0)]
}

async fn category(house: &House) -> Catalogue {
    let tx = house.write(&house.anna).await;
    tx.save_cost_settings(2, &[(None, Name::known("Delivery"))], true).await.unwrap();
    let catalogue = tx.catalogue().await.unwrap();
    tx.commit().await.unwrap();
    catalogue
}

fn cost(catalogue: &Catalogue, minor: i64) -> Cost {
    let category = &catalogue.categories[0];
    Cost {
        id: None,
        category: category.id,
        name: category.name.clone(),
        amount: money(minor),
        date: None,
        note: String::new(),
        copied: false,
    }
}

async fn ledger(house: &House, user: &User, deal: DealId) -> Ledger {
    house.read(user).await.ledger(deal, Currency::PLN).await.unwrap()
}

async fn set_lines(house: &House, user: &User, deal: DealId, kind: Kind, lines: Vec<Line>) -> Result<()> {
    let version = house.read(user).await.deal(deal).await?.revision;
    let lines = lines.iter().map(|line| LineForm::of(line, &Default::default())).collect();
    house.perform(user, &SaveLines { deal, version, kind, lines, language: None }).await
}

async fn set_costs(house: &House, user: &User, deal: DealId, kind: Kind, costs: Vec<Cost>) -> Result<()> {
    let version = house.read(user).await.deal(deal).await?.revision;
    let costs = costs.iter().map(|cost| CostForm::of(cost, &Default::default())).collect();
    house.perform(user, &SaveCosts { deal, version, kind, costs, language: None }).await
}

async fn win(house: &House, user: &User, deal: DealId) {
    house.perform(user, &WinDeal { deal }).await.unwrap();
}

async fn reopen(house: &House, user: &User, deal: DealId) {
    house.perform(user, &ReopenDeal { deal }).await.unwrap();
}

fn minors(totals: &Totals) -> Vec<(&'static str, i64)> {
    totals.iter().map(|sum| (sum.currency.code(), sum.minor)).collect()
}

on_each_database! {
    value_cost_and_profit_are_the_same_everywhere(house) {
        let stage = house.stages().await[0];
        let deal = house.add(&house.zofia, stage, form("A", "7", &house.zofia)).await;
        let catalogue = category(&house).await;
        set_lines(&house, &house.zofia, deal, Kind::Forecast, two_lines()).await.unwrap();
        set_costs(&house, &house.zofia, deal, Kind::Forecast, vec![cost(&catalogue, 50_000)]).await.unwrap();

        let board = house.board(&house.zofia).await;
        let column = &board.columns[0];
        assert_eq!(minors(&column.totals), [("PLN", 343_314)]);
        assert_eq!(minors(&column.profit), [("PLN", 293_314)]);
        assert_eq!(column.page.cards[0].profit(), Some(money(293_314)));
        let tx = house.read(&house.zofia).await;
        assert_eq!(tx.profile(deal, None).await.unwrap().ledger.profit(Kind::Forecast, money(0)), money(293_314));
        let finance = tx.finance(&Asked::default()).await.unwrap();
        assert_eq!(minors(&finance.sums.forecast), [("PLN", 343_314)]);
        assert_eq!(minors(&finance.sums.profit(Kind::Forecast)), [("PLN", 293_314)]);
        assert_eq!(finance.count, 3);
        drop(tx);

        win(&house, &house.zofia, deal).await;
        let ledger = self::ledger(&house, &house.zofia, deal).await;
        assert_eq!(ledger.profit(Kind::Realised, money(0)), money(293_314));
        let mut sold = ledger.realised.lines.clone();
        sold.truncate(1);
        set_lines(&house, &house.zofia, deal, Kind::Realised, sold).await.unwrap();
        let tx = house.read(&house.marek).await;
        let finance = tx.finance(&Asked::default()).await.unwrap();
        assert_eq!(minors(&finance.sums.forecast), [("PLN", 343_314)]);
        assert_eq!(minors(&finance.sums.realised), [("PLN", 333_315)]);
        let month: Vec<_> = finance.months.values().collect();
        assert_eq!(minors(&month[0].realised), [("PLN", 333_315)], "what is forecast without a day is of no month");
    }

    a_typed_value_is_an_amount_until_there_are_lines(house) {
        let stage = house.stages().await[0];
        let deal = house.add(&house.zofia, stage, form("A", "7.50", &house.zofia)).await;
        let listed = async || {
            let finance = house.read(&house.zofia).await.finance(&Asked::default()).await.unwrap();
            finance.amounts.into_iter().map(|a| (a.name, a.kind, a.amount.minor)).collect::<Vec<_>>()
        };
        assert_eq!(listed().await, [(String::new(), Kind::Forecast, 750)]);
        set_lines(&house, &house.zofia, deal, Kind::Forecast, vec![line("Truck", 1_000, 5, 0)]).await.unwrap();
        assert_eq!(listed().await, [("Truck".to_owned(), Kind::Forecast, 5)]);
        win(&house, &house.zofia, deal).await;
        assert_eq!(listed().await.len(), 2);
        reopen(&house, &house.zofia, deal).await;
        assert_eq!(listed().await.len(), 1, "what is open again is not sold");
    }

    lines_keep_their_numbers_and_their_order(house) {
        let stage = house.stages().await[0];
        let deal = house.add(&house.zofia, stage, form("A", "7", &house.zofia)).await;
        set_lines(&house, &house.zofia, deal, Kind::Forecast, two_lines()).await.unwrap();
        let mut lines = ledger(&house, &house.zofia, deal).await.forecast.lines;
        lines.reverse();
        lines.insert(1, line("Service", 1_000, 1, 0));
        set_lines(&house, &house.zofia, deal, Kind::Forecast, lines.clone()).await.unwrap();
        let stored = ledger(&house, &house.zofia, deal).await.forecast.lines;
        assert_eq!((stored[0].id, stored[2].id), (lines[0].id, lines[2].id));
        assert_eq!(stored.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["Charger", "Service", "Truck"]);
    }

    amounts_follow_what_is_seen(house) {
        let stage = house.stages().await[0];
        house.add(&house.zofia, stage, form("Z", "1", &house.zofia)).await;
        house.add(&house.piotr, stage, form("P", "10", &house.piotr)).await;
        let euros = domain::deal::DealForm { currency: "EUR".into(), ..form("E", "5", &house.zofia) };
        house.add(&house.zofia, stage, euros).await;
        for (user, want, count) in [
            (&house.zofia, vec![("EUR", 500), ("PLN", 100)], 2),
            (&house.piotr, vec![("PLN", 1_000)], 1),
            (&house.marek, vec![("EUR", 500), ("PLN", 1_100)], 3),
        ] {
            let finance = house.read(user).await.finance(&Asked::default()).await.unwrap();
            assert_eq!((minors(&finance.sums.forecast), finance.count), (want, count), "{}", user.name);
            assert_eq!(finance.amounts.len() as u64, count);
        }
    }

    a_forecast_that_cannot_come_does_not_count(house) {
        let (stage, catalogue) = (house.stages().await[0], category(&house).await);
        for (name, value, outcome) in [
            ("Open", 1, None),
            ("Won", 10, Some(Status::Won)),
            ("Lost", 100, Some(Status::Lost)),
            ("Stale", 1_000, Some(Status::Stale)),
        ] {
            let close = "2026-03-01".to_owned();
            let form = domain::deal::DealForm { expected_close: close, ..form(name, &value.to_string(), &house.zofia) };
            let deal = house.add(&house.zofia, stage, form).await;
            set_costs(&house, &house.zofia, deal, Kind::Forecast, vec![cost(&catalogue, value)]).await.unwrap();
            match outcome {
                None => {}
                Some(Status::Won) => win(&house, &house.zofia, deal).await,
                Some(outcome) => {
                    let close = CloseDeal { deal, outcome, reason: None, note: String::new() };
                    house.perform(&house.zofia, &close).await.unwrap();
                }
            }
        }
        for (status, forecast, spent, realised) in [
            (None, 1_100, 11, 1_000),
            (Some(Status::Open), 100, 1, 0),
            (Some(Status::Won), 1_000, 10, 1_000),
            (Some(Status::Lost), 10_000, 100, 0),
            (Some(Status::Stale), 100_000, 1_000, 0),
        ] {
            let query = Asked { filter: Wanted { status, ..Wanted::default() }, ..Asked::default() };
            let finance = house.read(&house.marek).await.finance(&query).await.unwrap();
            let minor = |totals: &Totals| totals.iter().map(|sum| sum.minor).sum::<i64>();
            let sums = &finance.sums;
            assert_eq!(
                (minor(&sums.forecast), minor(&sums.forecast_cost), minor(&sums.realised)),
                (forecast, spent, realised),
                "{status:?}"
            );
            let listed = |cost: bool| {
                let rows = finance.amounts.iter().filter(|row| row.kind == Kind::Forecast && row.cost == cost);
                rows.map(|row| row.amount.minor).sum::<i64>()
            };
            assert_eq!((listed(false), listed(true)), (forecast, spent), "{status:?}: the list adds up to the sums");
            let months = finance.months.values().map(|month| minor(&month.forecast)).sum::<i64>();
            assert_eq!(months, forecast, "{status:?}");
        }
    }

    the_filter_holds_for_list_sums_and_months(house) {
        let stage = house.stages().await[0];
        for (name, close, value) in [("A", "2026-03-01", "1"), ("B", "2026-03-31", "10"), ("C", "2026-04-01", "100")] {
            let form = domain::deal::DealForm { expected_close: close.into(), ..form(name, value, &house.zofia) };
            house.add(&house.zofia, stage, form).await;
        }
        let march = Wanted { from: "2026-03-01".parse().ok(), to: "2026-03-31".parse().ok(), ..Wanted::default() };
        let catalogue = category(&house).await;
        let by = |filter: Wanted| Asked { filter, ..Asked::default() };
        let of = |of| by(Wanted { of: Some(of), ..Wanted::default() });
        for (query, sum, count) in [
            (by(march.clone()), vec![("PLN", 1_100)], 2),
            (by(Wanted { owner: Some(UserId(99)), ..march.clone() }), vec![], 0),
            (by(Wanted { kind: Some(Kind::Realised), ..march.clone() }), vec![], 0),
            (by(Wanted { client: Some("lodz".into()), ..march.clone() }), vec![("PLN", 1_100)], 2),
            (by(Wanted { client: Some("lo%dz".into()), ..march.clone() }), vec![], 0),
            (of(Of::Products), vec![("PLN", 11_100)], 3),
            (of(Of::Category(catalogue.categories[0].id)), vec![], 0),
        ] {
            let finance = house.read(&house.marek).await.finance(&query).await.unwrap();
            assert_eq!((minors(&finance.sums.forecast), finance.count), (sum, count), "{query:?}");
            assert_eq!(finance.amounts.len() as u64, count);
            let months: i64 = finance.months.values().flat_map(|m| m.forecast.iter().map(|sum| sum.minor).collect::<Vec<_>>()).sum();
            assert_eq!(months, finance.sums.forecast.iter().map(|sum| sum.minor).sum::<i64>());
        }
        for (sort, turned, want) in [
            (Sort::Date, false, ["C", "B", "A"]),
            (Sort::Date, true, ["A", "B", "C"]),
            (Sort::Deal, false, ["A", "B", "C"]),
            (Sort::Amount, false, ["C", "B", "A"]),
        ] {
            let query = Asked { sort, turned, ..Asked::default() };
            let amounts = house.read(&house.marek).await.amounts(&query, 0, 9).await.unwrap();
            assert_eq!(amounts.iter().map(|a| a.deal_name.as_str()).collect::<Vec<_>>(), want, "{sort:?} {turned}");
        }
    }

    the_catalogue_has_each_name_and_code_once(house) {
        let tx = house.write(&house.anna).await;
        let product = |name: &str, code: &str| {
            let form = ProductForm {
                id: None, name: name.into(), code: code.into(), price: "5".into(), currency: "PLN".into(), active: true, version: 0, language: None,
            };
            form.parse(&Default::default()).unwrap()
        };
        let id = tx.save_product(None, 1, &product("Truck", "T1")).await.unwrap();
        let taken = |field| Refusal::NameTaken { field };
        assert_eq!(refusal(tx.save_product(None, 1, &product("Other", "T1")).await), taken(Field::Code));
        tx.save_product(Some(id), 2, &product("Truck", "T1")).await.unwrap();
        tx.save_product(None, 1, &product("Without a code", "")).await.unwrap();
        tx.save_product(None, 1, &product("Neither", "")).await.unwrap();
        tx.commit().await.unwrap();
        let tx = house.write(&house.anna).await;
        assert_eq!(refusal(tx.save_product(None, 1, &product("Truck", "")).await), taken(Field::Name));
    }

    a_category_with_costs_stays(house) {
        let catalogue = category(&house).await;
        let stage = house.stages().await[0];
        let deal = house.add(&house.zofia, stage, form("A", "7", &house.zofia)).await;
        set_costs(&house, &house.zofia, deal, Kind::Forecast, vec![cost(&catalogue, 5)]).await.unwrap();
        let tx = house.write(&house.anna).await;
        assert_eq!(refusal(tx.save_cost_settings(3, &[], true).await), Refusal::CategoryInUse { category: "Delivery".into() });
        drop(tx);
        set_costs(&house, &house.zofia, deal, Kind::Forecast, vec![]).await.unwrap();
        let tx = house.write(&house.anna).await;
        tx.save_cost_settings(3, &[], true).await.unwrap();
        assert!(tx.categories().await.unwrap().is_empty());
    }

    two_categories_change_their_names_in_one_go(house) {
        let tx = house.write(&house.anna).await;
        let save = async |names: &[(Option<CategoryId>, &str)]| {
            let names: Vec<_> = names.iter().map(|(id, name)| (*id, Name::known(*name))).collect();
            tx.save_cost_settings(2, &names, true).await
        };
        save(&[(None, "Delivery"), (None, "Travel")]).await.unwrap();
        let ids: Vec<_> = tx.categories().await.unwrap().into_iter().map(|category| Some(category.id)).collect();
        save(&[(ids[1], "Delivery"), (ids[0], "Travel")]).await.unwrap();
        let found = tx.categories().await.unwrap();
        let found: Vec<_> = found.iter().map(|category| (Some(category.id), category.name.as_str())).collect();
        assert_eq!(found, [(ids[1], "Delivery"), (ids[0], "Travel")]);
        let again = save(&[(ids[1], "Delivery"), (None, "Delivery")]).await;
        assert!(matches!(refusal(again), Refusal::InLine { line: 1, .. }));
    }

    what_is_stored_is_what_is_recomputed(house) {
        recompute(&house).await;
    }
}

/// Random lines, stored in bulk; then every line and every sum that the database keeps is computed again from what
/// stands beside it. `TABLICA_LINES` says how many: a few here, a million by `bin/million-lines`.
async fn recompute(house: &House) {
    let count: usize = std::env::var("TABLICA_LINES").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000);
    let process = house.read(&house.anna).await.process(None).await.unwrap();
    let mut dice = Rng::with_seed(2_027);
    let deals: Vec<BulkDeal> = (0..count / 10).map(|_| random_deal(house, &process, &mut dice)).collect();
    let tx = house.write(&house.anna).await;
    tx.add_deals(&deals).await.unwrap();
    tx.commit().await.unwrap();

    let tx = house.read(&house.marek).await;
    let mut want = Totals::default();
    let mut wrong = 0;
    for (id, deal) in (1..).zip(&deals) {
        let currency = deal.new.facts.value.currency;
        let stored = tx.deal(DealId(id)).await.unwrap().facts.value;
        let ledger = tx.ledger(DealId(id), currency).await.unwrap();
        let nets: Vec<i64> = ledger.forecast.lines.iter().map(|line| net(&line.terms)).collect();
        let sum = Money { minor: nets.iter().sum(), currency };
        let bad =
            ledger.forecast.lines.iter().zip(&nets).filter(|(line, net)| line.net.minor != **net).count();
        wrong += bad + usize::from(sum != stored) + usize::from(ledger.forecast.lines.len() != 10);
        want.add(sum);
    }
    assert_eq!(wrong, 0, "of {count} lines");
    let sums = tx.finance(&Asked::default()).await.unwrap().sums;
    assert_eq!(sums.forecast, want);
    let board = command::ask(&tx, &ReadBoard::default()).await.unwrap();
    assert_eq!(board.sums().1, want);
}

/// What a line comes to, by big integers and in other words than the rule's: the nearest whole, the even one of two.
fn net(terms: &Terms) -> i64 {
    let exact = BigInt::from(terms.quantity.thousandths())
        * terms.price.minor
        * (Discount::MAX - terms.discount.hundredths());
    let unit = BigInt::from(1_000 * Discount::MAX);
    let below: BigInt = &exact / &unit;
    let nearest = [below.clone(), below + 1].into_iter().min_by_key(|whole| {
        let off: BigInt = &exact - whole * &unit;
        (off.magnitude().clone(), whole.bit(0))
    });
    nearest.unwrap().try_into().unwrap()
}

fn random_deal(house: &House, process: &domain::process::Process, dice: &mut Rng) -> BulkDeal {
    let currency =
        [Currency::PLN, Currency::EUR, "JPY".parse().unwrap(), "KWD".parse().unwrap()][dice.usize(..4)];
    let lines: Vec<Line> = (0..10)
        .map(|_| {
            let terms = Terms {
                quantity: Quantity::known(dice.i64(0..5_000_000)),
                price: Money { minor: dice.i64(0..10_000_000), currency },
                discount: Discount::known(dice.i64(0..=Discount::MAX)),
                date: None,
            };
            Line::new(None, Name::known("Line"), terms).unwrap()
        })
        .collect();
    let forecast = Side { lines, costs: vec![] };
    let facts = Facts {
        name: Name::known("Random"),
        company: None,
        person: None,
        source: None,
        expected_close: None,
        value: forecast.value(currency),
        owner: house.zofia.id,
        description: Prose::default(),
    };
    let (process, stage, entry) = (process.id, process.stages[0].id, Entry::Added);
    let new = NewDeal { facts, process, stage, entry, participants: vec![], forecast, done: vec![] };
    let (created_at, stage_since) = Default::default();
    BulkDeal {
        new,
        by: house.zofia.id,
        external_id: None,
        created_at,
        stage_since,
        tasks: vec![],
        story: vec![],
    }
}
